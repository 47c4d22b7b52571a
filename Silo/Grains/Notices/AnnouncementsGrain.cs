using Distribution.Contracts;
using Distribution.Contracts.Notices;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Notices;

/// <summary>What one project tells its trainers now.</summary>
public sealed class AnnouncementsGrain : Grain, IAnnouncementsGrain
{
    /// <summary>Announcements at a time: nobody reads more, and 10 of them are 30 KB of the 64 KB that one state may have.</summary>
    private const int AtATime = 10;

    private readonly Committed<AnnouncementsState> _state;
    private readonly TimeProvider _time;

    public AnnouncementsGrain([PersistentState("announcements")] IPersistentState<AnnouncementsState> storage, TimeProvider time) =>
        (_state, _time) = (new Committed<AnnouncementsState>(this, storage), time);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task AnnounceAsync(int number, NoticeText text, TimeSpan lasts, WorkerId by)
    {
        if (_state.Value.All.Any(known => known.Number == number)) return Task.CompletedTask;
        var now = _time.GetUtcNow();
        var all = _state.Value.All.Where(known => known.Until > now).Append(new Announcement(number, text, now, now + lasts, by));
        return _state.CommitAsync(new AnnouncementsState { All = [.. all.TakeLast(AtATime)] });
    }

    /// <inheritdoc />
    public Task WithdrawAsync(int number) => _state.Value.All.Any(known => known.Number == number)
        ? _state.CommitAsync(new AnnouncementsState { All = [.. _state.Value.All.Where(known => known.Number != number)] })
        : Task.CompletedTask;

    /// <inheritdoc />
    public Task<IReadOnlyList<Announcement>> ListAsync()
    {
        var now = _time.GetUtcNow();
        return Task.FromResult<IReadOnlyList<Announcement>>([.. _state.Value.All.Where(known => known.Until > now).Reverse()]);
    }
}
