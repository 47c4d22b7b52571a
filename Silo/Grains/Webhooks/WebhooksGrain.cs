using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Webhooks;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Webhooks;

/// <summary>
/// A project's webhooks. Calls interleave, since the other side may take seconds: each change is one synchronous step on the pending state. A delivery
/// is written down before it is sent, as a stretch of the history, so that whoever sends it again sends the same.
/// </summary>
public sealed partial class WebhooksGrain : Grain, IWebhooksGrain, IRemindable
{
    private const string PumpReminder = "pump";
    private const int PageSize = 500;

    /// <summary>Events that concern nobody are passed over in memory; the place is written down after so many.</summary>
    private const int WriteAfter = 5_000;

    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private readonly GroupCommit<WebhooksState> _state;
    private readonly IWebhookSender _sender;
    private readonly IIdSource _ids;
    private readonly TimeProvider _time;
    private readonly WebhookOptions _options;
    private readonly ILogger<WebhooksGrain> _log;
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _passed = new(StringComparer.Ordinal);
    private IGrainTimer? _timer;

    public WebhooksGrain(
        [PersistentState("webhooks")] IPersistentState<WebhooksState> storage, IWebhookSender sender, IIdSource ids, TimeProvider time,
        IOptions<WebhookOptions> options, ILogger<WebhooksGrain> log)
    {
        _state = new GroupCommit<WebhooksState>(this, storage);
        (_sender, _ids, _time, _options, _log) = (sender, ids, time, options.Value, log);
    }

    private ProjectId Project => new(this.GetPrimaryKeyString());

    private IHistoryGrain History => GrainFactory.GetGrain<IHistoryGrain>(QueueKeys.Of(Project));

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        Arm();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<WebhooksView> GetAsync() =>
        Task.FromResult(new WebhooksView([.. _state.Pending.All.Select(static row => row.Webhook)], [.. _state.Pending.Attempts.Reverse()]));

    /// <inheritdoc />
    public async Task<Outcome<NewWebhook>> AddAsync(string url, IReadOnlyList<string> events)
    {
        if (WebhookCore.Check(url, events, _options) is { } wrong) return wrong;
        var from = await History.CountAsync();
        if (_state.Pending.All.Count >= _options.PerProjectMax) return Refusal.Conflict("TooManyWebhooks", $"A project has at most {_options.PerProjectMax} webhooks.");
        var made = new WebhookRow(new Webhook(_ids.Next("wh"), url, [.. events.Distinct()], true, _time.GetUtcNow(), from, 0, null), _ids.Next("whsec_"), 0, null);
        await _state.ChangeAsync(_state.Pending with { All = [.. _state.Pending.All, made] });
        if (await this.GetReminder(PumpReminder) is null) await this.RegisterOrUpdateReminder(PumpReminder, ReminderPeriod, ReminderPeriod);
        Arm();
        return new NewWebhook(made.Webhook, made.Secret);
    }

    /// <inheritdoc />
    public async Task<Outcome<Webhook>> ChangeAsync(string id, string url, IReadOnlyList<string> events, bool isEnabled)
    {
        if (Find(id) is null) return Refusal.NotFound("The webhook");
        if (WebhookCore.Check(url, events, _options) is { } wrong) return wrong;
        var end = await History.CountAsync();
        if (Find(id) is not { } row) return Refusal.NotFound("The webhook");
        var begins = isEnabled && !row.Webhook.IsEnabled;
        if (begins) _passed.Remove(id);
        var changed = row.Webhook with
        {
            Url = url,
            Events = [.. events.Distinct()],
            IsEnabled = isEnabled,
            Position = begins ? end : row.Webhook.Position,
            Attempts = begins ? 0 : row.Webhook.Attempts,
            NextAt = null,
        };
        await _state.ChangeAsync(With(row with { Webhook = changed, Until = begins ? null : row.Until }));
        Arm();
        return changed;
    }

    /// <inheritdoc />
    public async Task<bool> RemoveAsync(string id)
    {
        if (Find(id) is null) return false;
        _passed.Remove(id);
        await _state.ChangeAsync(_state.Pending with { All = [.. _state.Pending.All.Where(row => row.Webhook.Id != id)] });
        if (_state.Pending.All.Count == 0 && await this.GetReminder(PumpReminder) is { } reminder) await this.UnregisterReminder(reminder);
        Arm();
        return true;
    }

    /// <inheritdoc />
    public async Task<Outcome<WebhookAttempt>> PingAsync(string id)
    {
        if (Find(id) is not { } row) return Refusal.NotFound("The webhook");
        var delivery = _ids.Next("ping");
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"delivery":"{{delivery}}","project":"{{Project}}","events":[{"id":"{{delivery}}","type":"ping","at":"{{_time.GetUtcNow():O}}"}]}""");
        var attempt = await SendAsync(row, delivery, 1, body, 1, "ping");
        await _state.ChangeAsync(Noted(_state.Pending, attempt));
        return attempt;
    }

    /// <inheritdoc />
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Arm();
        return Task.CompletedTask;
    }

    private WebhookRow? Find(string id) => _state.Pending.All.FirstOrDefault(row => row.Webhook.Id == id);

    private WebhooksState With(WebhookRow changed) =>
        _state.Pending with { All = [.. _state.Pending.All.Select(row => row.Webhook.Id == changed.Webhook.Id ? changed : row)] };

    private WebhooksState Noted(WebhooksState state, WebhookAttempt attempt) =>
        state with { Attempts = [.. state.Attempts.Append(attempt).TakeLast(_options.AttemptsKept)] };

    private void Arm()
    {
        var isNeeded = _state.Pending.All.Any(static row => row.Webhook.IsEnabled);
        if (isNeeded && _timer is null) _timer = this.RegisterGrainTimer(PumpAllAsync, new GrainTimerCreationOptions(_options.Period, _options.Period) { KeepAlive = true });
        if (isNeeded || _timer is null) return;
        _timer.Dispose();
        _timer = null;
    }

    /// <summary>Each goes at its own pace: one that does not answer holds no other up, nor this tick.</summary>
    private Task PumpAllAsync(CancellationToken cancellationToken)
    {
        foreach (var row in _state.Pending.All)
        {
            var id = row.Webhook.Id;
            if (row.Webhook.IsEnabled && (!_running.TryGetValue(id, out var running) || running.IsCompleted)) _running[id] = PumpAsync(id);
        }

        return Task.CompletedTask;
    }

    private async Task PumpAsync(string id)
    {
        try
        {
            while (Find(id) is { Webhook.IsEnabled: true } row)
            {
                if (row.Webhook.NextAt > _time.GetUtcNow() || !await StepAsync(row)) return;
            }
        }
        catch (Exception error)
        {
            // The next tick goes on from what is written down.
            LogPumpFailed(Project, id, error);
        }
    }

    /// <summary>Begins a delivery where something is to be told, or sends the one that is begun. False when nothing is left to do now.</summary>
    private async Task<bool> StepAsync(WebhookRow row)
    {
        var id = row.Webhook.Id;
        var from = Math.Max(row.Webhook.Position, row.Until is null ? _passed.GetValueOrDefault(id) : 0);
        var page = await History.ReadAsync(from, PageSize);
        var told = Told(row, from, page);
        if (row.Until is not null)
        {
            await DeliverAsync(row, told);
            return true;
        }

        if (told.Count == 0)
        {
            _passed[id] = page.Next;
            if (page.Next - row.Webhook.Position >= WriteAfter) await UpdateAsync(id, known => known with { Webhook = known.Webhook with { Position = page.Next } });
            return !page.IsEnd;
        }

        // Written down first: the same stretch is sent again, whoever sends it.
        await UpdateAsync(id, known => known with { Webhook = known.Webhook with { Position = from }, Until = told[^1].Position + 1, Deliveries = known.Deliveries + 1 });
        return true;
    }

    private List<(long Position, HistoryEvent Event)> Told(WebhookRow row, long from, HistoryPage page)
    {
        var told = new List<(long, HistoryEvent)>();
        for (var i = 0; i < page.Events.Count && told.Count < _options.EventsMax && (row.Until is not { } until || from + i < until); i++)
            if (Concerns(row.Webhook, page.Events[i])) told.Add((from + i, page.Events[i]));
        return told;
    }

    /// <summary>What happened before may reach the history a moment later.</summary>
    private static bool Concerns(Webhook webhook, HistoryEvent happened) =>
        happened.At >= webhook.CreatedAt && WebhookCore.NameOf(happened) is { } name && webhook.Events.Contains(name);

    private async Task DeliverAsync(WebhookRow row, List<(long Position, HistoryEvent Event)> told)
    {
        var id = row.Webhook.Id;
        var until = row.Until!.Value;
        if (told.Count == 0)
        {
            // The choice of events has changed since.
            await UpdateAsync(id, known => Past(known, until));
            return;
        }

        var delivery = string.Create(CultureInfo.InvariantCulture, $"{id}-{row.Deliveries}");
        var attempt = await SendAsync(row, delivery, row.Webhook.Attempts + 1, WebhookCore.Body(delivery, Project, told), told.Count, WebhookCore.NameOf(told[0].Event)!);
        if (Find(id) is not { } known || known.Deliveries != row.Deliveries || known.Until is null) return;
        var isOver = attempt.Error is null || attempt.Attempt >= _options.AttemptsMax;
        attempt = attempt with { IsGivenUp = isOver && attempt.Error is not null };
        var next = isOver
            ? Past(known, until)
            : known with { Webhook = known.Webhook with { Attempts = attempt.Attempt, NextAt = _time.GetUtcNow() + WebhookCore.WaitAfter(attempt.Attempt, _options) } };
        await _state.ChangeAsync(Noted(With(next), attempt));
    }

    private async Task<WebhookAttempt> SendAsync(WebhookRow row, string delivery, int attempt, byte[] body, int events, string first)
    {
        var now = _time.GetUtcNow();
        var answer = await _sender.SendAsync(new Uri(row.Webhook.Url), body, new Dictionary<string, string>
        {
            ["X-Distribution-Signature"] = WebhookCore.Sign(row.Secret, now, body),
            ["X-Distribution-Delivery"] = delivery,
            ["X-Distribution-Attempt"] = attempt.ToString(CultureInfo.InvariantCulture),
            ["User-Agent"] = "Distribution-Webhooks/1",
        });
        return new WebhookAttempt(delivery, row.Webhook.Id, now, attempt, events, first, answer.Status, answer.Error, answer.Ms, IsGivenUp: false);
    }

    private static WebhookRow Past(WebhookRow row, long until) => row with { Until = null, Webhook = row.Webhook with { Position = until, Attempts = 0, NextAt = null } };

    private Task UpdateAsync(string id, Func<WebhookRow, WebhookRow> change) => Find(id) is { } row ? _state.ChangeAsync(With(change(row))) : Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "Webhook {Webhook} of {Project} could not go on; trying again")]
    private partial void LogPumpFailed(ProjectId project, string webhook, Exception error);
}
