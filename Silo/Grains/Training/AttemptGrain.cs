using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Training;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Training;

/// <summary>
/// One person in one course. Passing is one write that holds what it owes; the qualification and the credit are delivered after it, at
/// least once, to receivers that know the source and the entry's id.
/// </summary>
[CollectionAgeLimit(Minutes = 5)]
public sealed partial class AttemptGrain : Grain, IAttemptGrain
{
    private readonly Committed<AttemptState> _state;
    private readonly ICourseLibrary _library;
    private readonly TimeProvider _time;
    private readonly IIdSource _ids;
    private readonly TrainingOptions _options;
    private readonly ILogger<AttemptGrain> _log;
    private readonly WorkerId _worker;
    private readonly string _course;
    private IGrainTimer? _retry;

    public AttemptGrain(
        [PersistentState("attempt")] IPersistentState<AttemptState> storage, ICourseLibrary library, TimeProvider time, IIdSource ids,
        IOptions<TrainingOptions> options, ILogger<AttemptGrain> log)
    {
        _state = new Committed<AttemptState>(this, storage);
        (_library, _time, _ids, _options, _log) = (library, time, ids, options.Value, log);
        var key = this.GetPrimaryKeyString();
        var slash = key.LastIndexOf('/');
        (_worker, _course) = (new WorkerId(key[..slash]), key[(slash + 1)..]);
    }

    private ICourseGrain Course => GrainFactory.GetGrain<ICourseGrain>(_course);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        if (_state.Value.Owed is not null) RetryLater(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<CourseProgress> GetAsync()
    {
        await EndOverdueAsync();
        return await SettingAsync(0) is { } setting ? AttemptCore.Describe(_state.Value, setting) : new CourseProgress();
    }

    /// <inheritdoc />
    public async Task<Outcome<CourseProgress>> EnrolAsync()
    {
        if (await SettingAsync(0) is not { } setting) return Refusal.NotFound("The course");
        var hasSeat = _state.Value.HasSeat || await Course.TakeSeatAsync(_worker);
        if (_state.Value.EnrolledAt is null || hasSeat != _state.Value.HasSeat)
            await _state.CommitAsync(_state.Value with { EnrolledAt = _state.Value.EnrolledAt ?? setting.Now, HasSeat = hasSeat });
        return AttemptCore.Describe(_state.Value, setting);
    }

    /// <inheritdoc />
    public async Task<Outcome<CourseProgress>> ReadLessonAsync(string lesson)
    {
        if (await SettingAsync(0) is not { } setting) return Refusal.NotFound("The course");
        var next = AttemptCore.ReadLesson(_state.Value, setting, lesson);
        if (!next.IsOk) return next.Refusal;
        if (next.Value != _state.Value) await _state.CommitAsync(next.Value);
        return AttemptCore.Describe(_state.Value, setting);
    }

    /// <inheritdoc />
    public async Task<Outcome<PracticeReply>> PractiseAsync(string task, string answer)
    {
        if (await SettingAsync(0) is not { } setting) return Refusal.NotFound("The course");
        if (setting.Course.Document.Practice.FirstOrDefault(known => known.Id == task) is not { } found) return Refusal.NotFound("The practice task");
        using var parsed = JsonDocument.Parse(answer);
        var (next, reply) = AttemptCore.Practise(_state.Value, found, PracticeCore.Wrong(found.Expected, parsed.RootElement));
        await _state.CommitAsync(next);
        return reply;
    }

    /// <inheritdoc />
    public async Task<Outcome<QuizAttempt>> StartAsync()
    {
        await EndOverdueAsync();
        if (await SettingAsync(0) is not { } setting) return Refusal.NotFound("The course");
        var hasSeat = await Course.TakeSeatAsync(_worker);
        var (next, reply) = AttemptCore.Start(_state.Value, setting, NewSeed());
        if (next != _state.Value) await _state.CommitAsync(next with { EnrolledAt = next.EnrolledAt ?? setting.Now, HasSeat = hasSeat });
        return reply;
    }

    /// <inheritdoc />
    public async Task<Outcome<QuizAttempt>> SaveAsync(int attempt, IReadOnlyDictionary<string, IReadOnlyList<string>> answers)
    {
        await EndOverdueAsync();
        var (next, reply) = AttemptCore.Save(_state.Value, attempt, answers);
        if (next != _state.Value) await _state.CommitAsync(next);
        return reply;
    }

    /// <inheritdoc />
    public async Task<Outcome<QuizAttempt>> FinishAsync(int attempt, IReadOnlyDictionary<string, IReadOnlyList<string>> answers)
    {
        await EndOverdueAsync();
        if (await RunningSettingAsync() is not { } setting)
            return _state.Value.Attempts.FirstOrDefault(known => known.Number == attempt) is { } ended ? ended : Refusal.NotFound("The attempt");
        var (next, reply) = AttemptCore.Finish(_state.Value, setting, attempt, answers, _ids.Next("c"));
        await CommitAsync(next);
        return reply;
    }

    /// <inheritdoc />
    public async Task<Outcome<ChangesReply>> CheckChangesAsync(int version, IReadOnlyDictionary<string, IReadOnlyList<string>> answers)
    {
        if (version < 1 || await SettingAsync(version) is not { } setting) return Refusal.NotFound("The version");
        if ((await GrainFactory.GetGrain<IWorkerGrain>(_worker.Value).GetSnapshotAsync()).Assignment is not null)
            return Refusal.Conflict("AtWork", "Finish the task that you are at: what is new waits, and touches only the next one.");
        var (next, reply) = AttemptCore.CheckChanges(_state.Value, setting, answers, _ids.Next("c"));
        await CommitAsync(next);
        return reply;
    }

    private async Task EndOverdueAsync()
    {
        if (AttemptCore.Running(_state.Value) is null || await RunningSettingAsync() is not { } setting) return;
        await CommitAsync(AttemptCore.EndOverdue(_state.Value, setting, _ids.Next("c")));
    }

    private async Task CommitAsync(AttemptState next)
    {
        if (next == _state.Value) return;
        await _state.CommitAsync(next);
        if (next.Owed is not null) await TryDeliverAsync();
    }

    /// <summary>An attempt is scored by the version that it began with.</summary>
    private Task<LearningSetting?> RunningSettingAsync() =>
        AttemptCore.Running(_state.Value) is { } running ? SettingAsync(running.CourseVersion) : Task.FromResult<LearningSetting?>(null);

    private async Task<LearningSetting?> SettingAsync(int version)
    {
        if (await _library.FindAsync(_course, version) is not { } course) return null;
        var versions = await GrainFactory.GetGrain<IQualificationGrain>(course.Document.Qualification).ListAsync();
        var days = versions.FirstOrDefault(known => known.Version == course.Document.QualificationVersion)?.Text.ValidDays ?? 0;
        return new LearningSetting(_worker, course, _time.GetUtcNow(), days);
    }

    private async Task TryDeliverAsync()
    {
        try
        {
            await DeliverAsync();
        }
        catch (Exception error)
        {
            LogDeliverLater(_worker, _course, error);
            RetryLater(_options.DeliveryRetry);
        }
    }

    private async Task DeliverAsync()
    {
        if (_state.Value.Owed is not { } owed) return;
        var granted = await GrainFactory.GetGrain<IWorkerGrain>(_worker.Value).GrantAsync(owed.Holding);
        if (!granted.IsOk) LogNotGranted(_worker, owed.Holding.Name, granted.Refusal.Code);
        if (owed.Credit is { } credit)
        {
            await Course.UseSeatAsync(_worker);
            await GrainFactory.GetGrain<ILedgerGrain>(credit.LedgerKey).CreditAsync([credit]);
        }

        await _state.CommitAsync(_state.Value with { Owed = null });
        _retry?.Dispose();
        _retry = null;
    }

    private void RetryLater(TimeSpan due) => _retry ??= this.RegisterGrainTimer(
        _ => TryDeliverAsync(), new GrainTimerCreationOptions(due, _options.DeliveryRetry) { KeepAlive = true });

    private long NewSeed()
    {
        var id = _ids.Next("q");
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id));
        return BitConverter.ToInt64(hash);
    }

    [LoggerMessage(1, LogLevel.Warning, "What {Worker} earned by passing {Course} could not be delivered yet; trying again")]
    private partial void LogDeliverLater(WorkerId worker, string course, Exception error);

    [LoggerMessage(2, LogLevel.Error, "{Worker} passed, but can't hold {Qualification}: {Code}")]
    private partial void LogNotGranted(WorkerId worker, string qualification, string code);
}
