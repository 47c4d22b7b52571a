using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Training;

/// <summary>A course: its versions and its paid seats.</summary>
public sealed class CourseGrain : Grain, ICourseGrain
{
    private readonly Committed<DocumentShelfState> _state;
    private readonly Committed<CourseSeatsState> _seats;
    private readonly DocumentShelf _shelf;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _time;

    public CourseGrain(
        [PersistentState("course")] IPersistentState<DocumentShelfState> storage, [PersistentState("seats")] IPersistentState<CourseSeatsState> seats,
        IBlobStore blobs, TimeProvider time, IOptions<TrainingOptions> options)
    {
        (_state, _seats) = (new Committed<DocumentShelfState>(this, storage), new Committed<CourseSeatsState>(this, seats));
        (_shelf, _time, _options) = (new DocumentShelf(_state, blobs, time), time, options.Value);
    }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        _seats.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Outcome<CoursePublication>> PublishAsync(WorkerId by, string document)
    {
        var (course, errors) = CourseReader.Read(document);
        if (course is null) return new CoursePublication(null, errors);
        if (await WrongQualificationAsync(course) is { } wrong) return new CoursePublication(null, [wrong]);
        var published = await _shelf.PublishAsync(by, document);
        return published.IsOk ? new CoursePublication(published.Value, []) : published.Refusal;
    }

    /// <inheritdoc />
    public Task<DocumentVersion?> GetAsync(int version) => _shelf.GetAsync(version);

    /// <inheritdoc />
    public Task<IReadOnlyList<DocumentHead>> ListAsync() => Task.FromResult(_shelf.Heads);

    /// <inheritdoc />
    public async Task<CourseSeats> GetSeatsAsync() => CourseSeatsCore.Count(_seats.Value, await TotalAsync(), _time.GetUtcNow());

    /// <inheritdoc />
    public async Task<bool> TakeSeatAsync(WorkerId worker)
    {
        var now = _time.GetUtcNow();
        var next = CourseSeatsCore.Take(_seats.Value, worker, await TotalAsync(), _options.SeatTime, now);
        if (next != _seats.Value) await _seats.CommitAsync(next);
        return CourseSeatsCore.Has(_seats.Value, worker, now);
    }

    /// <inheritdoc />
    public async Task UseSeatAsync(WorkerId worker)
    {
        var next = CourseSeatsCore.Use(_seats.Value, worker);
        if (next != _seats.Value) await _seats.CommitAsync(next);
    }

    private async Task<int> TotalAsync() =>
        await _shelf.GetAsync(0) is { } latest ? CourseReader.Read(latest.Text).Document?.Pay?.Seats ?? 0 : 0;

    /// <summary>A course grants only what names it: else anybody's course could grant anybody's qualification.</summary>
    private async Task<DocumentError?> WrongQualificationAsync(CourseDocument course)
    {
        var versions = await GrainFactory.GetGrain<IQualificationGrain>(course.Qualification).ListAsync();
        var named = versions.FirstOrDefault(version => version.Version == course.QualificationVersion);
        if (named is null) return new DocumentError("/qualificationVersion", "UnknownQualification", "Publish this version of the qualification first.");
        return named.Text is { EarnedBy: EarnedBy.Course } text && text.Course == this.GetPrimaryKeyString()
            ? null
            : new DocumentError("/qualification", "NotByThisCourse", "The qualification does not say that it is earned by this course.");
    }
}
