using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Notices;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Notices;

/// <summary>What projects told one trainer.</summary>
public sealed class InboxGrain : Grain, IInboxGrain
{
    /// <summary>Messages kept. 8 of the longest are 30 KB of the 64 KB that one state may have; most are a tenth of that.</summary>
    private const int MessagesKept = 8;

    private const int SourcesKept = 60;
    private const int PutAwayKept = 100;
    private readonly Committed<InboxState> _state;
    private readonly TimeProvider _time;

    public InboxGrain([PersistentState("inbox")] IPersistentState<InboxState> storage, TimeProvider time) =>
        (_state, _time) = (new Committed<InboxState>(this, storage), time);

    private InboxState State => _state.Value;

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task SendAsync(ProjectId project, string source, string title, NoticeText text, MessageKind kind)
    {
        var from = $"{project} {source}";
        if (State.Sources.Contains(from)) return;
        var message = new InboxMessage(State.Last + 1, project, title, text, _time.GetUtcNow(), kind);
        await _state.CommitAsync(State with
        {
            Last = message.Number,
            Messages = [.. State.Messages.Append(message).TakeLast(MessagesKept)],
            Sources = [.. State.Sources.Append(from).TakeLast(SourcesKept)],
        });
        _ = GrainFactory.GetGrain<IWorkerGrain>(this.GetPrimaryKeyString()).NoticeAsync();
    }

    /// <inheritdoc />
    public Task<InboxView> GetAsync() => Task.FromResult(new InboxView([.. State.Messages.Reverse()], State.PutAway));

    /// <inheritdoc />
    public Task PutAwayAsync(string notice)
    {
        if (notice.StartsWith('m') && int.TryParse(notice.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return State.Messages.Any(message => message.Number == number)
                ? _state.CommitAsync(State with { Messages = [.. State.Messages.Where(message => message.Number != number)] })
                : Task.CompletedTask;
        }

        return State.PutAway.Contains(notice) ? Task.CompletedTask : _state.CommitAsync(State with { PutAway = [.. State.PutAway.Append(notice).TakeLast(PutAwayKept)] });
    }
}
