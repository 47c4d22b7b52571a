using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.Audit;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.Audit;

/// <summary>The findings at rest. Holding outlives a crash: what was wrong before it is wrong after it.</summary>
[GenerateSerializer, Immutable, Alias("AuditState")]
public sealed record AuditState
{
    /// <summary>The first findings, oldest first.</summary>
    [Id(0), JsonPropertyName("f")] public IReadOnlyList<AuditFinding> Findings { get; init; } = [];
}

/// <summary>How the audit's state is written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditState))]
public sealed partial class AuditJsonContext : JsonSerializerContext;

/// <summary>Keeps what the audit found. Payouts ask it; nothing else does, so that work never waits for it.</summary>
public sealed partial class AuditGrain : Grain, IAuditGrain
{
    private const int FindingsKept = 50;
    private readonly Committed<AuditState> _state;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditGrain> _log;
    private DateTimeOffset? _lastPassAt;
    private long _looked;

    public AuditGrain([PersistentState("audit")] IPersistentState<AuditState> storage, TimeProvider time, ILogger<AuditGrain> log) =>
        (_state, _time, _log) = (new Committed<AuditState>(this, storage), time, log);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task ReportAsync(IReadOnlyList<AuditFinding> findings, int looked)
    {
        (_lastPassAt, _looked) = (_time.GetUtcNow(), _looked + looked);
        var known = _state.Value.Findings;
        var fresh = findings.Where(finding => !known.Any(old => old.Invariant == finding.Invariant && old.Subject == finding.Subject)).ToList();
        foreach (var finding in fresh) LogFinding(finding.Invariant, finding.Subject, finding.Sentence);
        if (fresh.Count > 0 && known.Count < FindingsKept) await _state.CommitAsync(new AuditState { Findings = [.. known.Concat(fresh).Take(FindingsKept)] });
    }

    /// <inheritdoc />
    public Task<AuditStanding> GetAsync() =>
        Task.FromResult(new AuditStanding(_state.Value.Findings.Count > 0, _state.Value.Findings, _lastPassAt, _looked));

    /// <inheritdoc />
    public async Task<AuditStanding> ReleaseAsync(WorkerId by)
    {
        if (_state.Value.Findings.Count > 0)
        {
            await _state.CommitAsync(new AuditState());
            LogReleased(by);
        }

        return await GetAsync();
    }

    [LoggerMessage(1, LogLevel.Critical, "The audit found {Invariant} broken at {Subject}: {Sentence} Payouts are held.")]
    private partial void LogFinding(string invariant, string subject, string sentence);

    [LoggerMessage(2, LogLevel.Warning, "{By} has dealt with what the audit found; payouts go on.")]
    private partial void LogReleased(WorkerId by);
}
