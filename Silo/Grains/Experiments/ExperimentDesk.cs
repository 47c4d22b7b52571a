using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.Guidelines;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Grains.Common;
using Distribution.Grains.History;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Grains.Experiments;

/// <summary>Plans, starts, looks at and ends experiments: reads the history, and lets the grains decide.</summary>
public sealed class ExperimentDesk(IGrainFactory grains, IBlobStore blobs, IIdSource ids, TimeProvider time, IOptions<ExperimentOptions> settings) : IExperimentDesk
{
    private const int PageSize = 1_000;
    private readonly ExperimentOptions _options = settings.Value;

    /// <inheritdoc />
    public Outcome<ExperimentSchedule> Plan(ProjectView project, ExperimentPlan plan) => PlanCore.Schedule(plan, project.Settings, _options.UnitsPerArmMax);

    /// <inheritdoc />
    public async Task<Outcome<ExperimentRecord>> StartAsync(ProjectView project, WorkerId by, string id, ExperimentPlan plan)
    {
        if (!Allotment.IsLabel(id)) return Refusal.Invalid("InvalidExperiment", "The id is of lower-case letters, digits and hyphens.");
        var schedule = Plan(project, plan);
        if (!schedule.IsOk) return schedule.Refusal;
        foreach (var variant in plan.Variants)
        {
            if (variant.GuidelineVersion > 0 && await grains.GetGrain<IGuidelinesGrain>(project.Id.Value).GetAsync(variant.GuidelineVersion) is null)
                return Refusal.Invalid("InvalidExperiment", $"Version {variant.GuidelineVersion} of the guidelines is not published.");
        }

        return await Grain(project.Id).StartAsync(new ExperimentRecord
        {
            Id = id,
            Seed = ids.Next(""),
            Plan = plan,
            Schedule = schedule.Value,
            By = by,
            StartedAt = time.GetUtcNow(),
            FromPosition = await HistoryEnd.FindAsync(grains.GetGrain<IHistoryGrain>(QueueKeys.Of(project.Id))),
        });
    }

    /// <inheritdoc />
    public async Task<ExperimentsView> ListAsync(ProjectId project, CancellationToken ct)
    {
        var all = await Grain(project).ListAsync();
        if (all.FirstOrDefault(static one => one.Status == ExperimentStatus.Running) is not { } running) return new ExperimentsView(all, null);
        var arms = Analysis.Arms(running.Plan, await ObserveAsync(project, running, ct), withMeans: false);
        var next = running.Looks.Count + 1;
        var needed = PlanCore.UnitsFor(running.Schedule, next);
        return new ExperimentsView(all, new ExperimentProgress(running.Id, arms, next, needed, arms.Min(static arm => arm.Units) >= needed));
    }

    /// <inheritdoc />
    public async Task<Outcome<ExperimentRecord>> LookAsync(ProjectId project, WorkerId by, string id, CancellationToken ct)
    {
        if ((await Grain(project).ListAsync()).FirstOrDefault(one => one.Id == id) is not { } experiment) return Refusal.NotFound("The experiment");
        if (experiment.Status != ExperimentStatus.Running) return Refusal.Conflict("ExperimentOver", "This experiment is over.");
        var byUnit = await ObserveAsync(project, experiment, ct);
        var (number, smallest) = (experiment.Looks.Count + 1, byUnit.Min(static arm => arm.Count));
        var needed = PlanCore.UnitsFor(experiment.Schedule, number);
        if (smallest < needed)
            return Refusal.Conflict("TooEarly", $"Look {number} is planned at {needed} units in each variant; the smallest has {smallest}. Looking now would make the risk larger than stated.");
        var fraction = Math.Min(1, (double)smallest / experiment.Schedule.UnitsPerArm);
        var boundary = PlanCore.BoundaryOf(experiment, fraction);
        return await Grain(project).AddLookAsync(id, new ExperimentLook(
            number, time.GetUtcNow(), by, fraction, boundary, Analysis.Arms(experiment.Plan, byUnit, withMeans: true), Analysis.Contrasts(experiment.Plan, byUnit, boundary)));
    }

    /// <inheritdoc />
    public Task<Outcome<ExperimentRecord>> StopAsync(ProjectId project, WorkerId by, string id, string reason) => Grain(project).StopAsync(by, id, reason);

    private IExperimentsGrain Grain(ProjectId project) => grains.GetGrain<IExperimentsGrain>(project.Value);

    private async Task<IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>>> ObserveAsync(ProjectId project, ExperimentRecord experiment, CancellationToken ct)
    {
        var observations = new Observations(experiment);
        var history = grains.GetGrain<IHistoryGrain>(QueueKeys.Of(project));
        var end = experiment.FromPosition + _options.EventsMax;
        for (var (at, isEnd) = (experiment.FromPosition, false); !isEnd && at < end;)
        {
            ct.ThrowIfCancellationRequested();
            var page = await history.ReadAsync(at, PageSize);
            foreach (var happened in page.Events) observations.Add(happened);
            (at, isEnd) = (page.Next, page.IsEnd || page.Events.Count == 0);
        }

        if (experiment.Plan.Measure is not (ExperimentMeasure.GoldAccuracy or ExperimentMeasure.Agreement)) return observations.ByUnit();
        var values = await new AnswerReader(grains, blobs, project, _options).ReadAsync(experiment.Plan.Measure, observations.Ended, ct);
        return observations.ByUnit(fate => values.TryGetValue(fate.Id, out var value) ? value : null);
    }
}
