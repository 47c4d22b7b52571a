using System.Globalization;
using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.Projects;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.Experiments;

/// <summary>The record of a project's experiments.</summary>
[GenerateSerializer, Immutable, Alias("ExperimentsState")]
public sealed record ExperimentsState
{
    /// <summary>Latest first.</summary>
    [Id(0), JsonPropertyName("e")] public IReadOnlyList<ExperimentRecord> Experiments { get; init; } = [];
}

/// <summary>The stored state of experiments, source-generated.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExperimentsState))]
public sealed partial class ExperimentsJsonContext : JsonSerializerContext;

/// <summary>
/// The experiments of one project. What is written here is durable before the project hears of it; a crash between leaves an experiment that
/// draws nothing yet, or one that is over and still draws: the same call again finishes it.
/// </summary>
public sealed class ExperimentsGrain : Grain, IExperimentsGrain
{
    private readonly Committed<ExperimentsState> _state;
    private readonly TimeProvider _time;
    private readonly ExperimentOptions _options;

    public ExperimentsGrain([PersistentState("experiments")] IPersistentState<ExperimentsState> storage, TimeProvider time, IOptions<ExperimentOptions> options)
    {
        _state = new Committed<ExperimentsState>(this, storage);
        (_time, _options) = (time, options.Value);
    }

    private IProjectGrain Project => GrainFactory.GetGrain<IProjectGrain>(this.GetPrimaryKeyString());

    private IReadOnlyList<ExperimentRecord> All => _state.Value.Experiments;

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ExperimentRecord>> ListAsync() => Task.FromResult(All);

    /// <inheritdoc />
    public async Task<Outcome<ExperimentRecord>> StartAsync(ExperimentRecord experiment)
    {
        await _state.RefreshAsync();
        var present = Find(experiment.Id);
        if (present is { Status: not ExperimentStatus.Running }) return present;
        if (present is null && All.FirstOrDefault(static one => one.Status == ExperimentStatus.Running) is { } running)
            return Refusal.Conflict("ExperimentRuns", $"The experiment \"{running.Id}\" runs; end it first.");
        var wanted = present ?? experiment;
        if (present is null) await CommitAsync([experiment, .. All.Take(_options.KeptPerProject - 1)]);
        var plan = wanted.Plan;
        var said = await Project.SetExperimentAsync(
            wanted.By, wanted.Id, new RunningExperiment(wanted.Id, wanted.Seed, plan.Unit, plan.Variants),
            string.Create(
                CultureInfo.InvariantCulture,
                $"experiment {wanted.Id} started: {plan.Measure} by {plan.Unit}, {wanted.Schedule.UnitsPerArm} each of {Names(plan)}, {plan.Looks} looks, alpha {plan.Alpha}"));
        if (said.IsOk) return wanted;
        // Nothing was drawn by it.
        await CommitAsync([.. All.Where(one => one.Id != wanted.Id)]);
        return said.Refusal;
    }

    /// <inheritdoc />
    public async Task<Outcome<ExperimentRecord>> AddLookAsync(string id, ExperimentLook look)
    {
        await _state.RefreshAsync();
        if (Find(id) is not { } present) return Refusal.NotFound("The experiment");
        if (look.Number <= present.Looks.Count) return await OutOfForceAsync(present, look.By);
        if (present.Status != ExperimentStatus.Running) return Refusal.Conflict("ExperimentOver", "This experiment is over.");
        var isOver = PlanCore.IsLast(present, look.Number, look.Fraction) || look.Contrasts.Any(static contrast => contrast.IsBeyond);
        var next = present with { Looks = [.. present.Looks, look] };
        if (isOver) next = next with { Status = ExperimentStatus.Concluded, EndedAt = _time.GetUtcNow() };
        await CommitAsync(Replaced(next));
        await Project.NoteAsync(look.By, string.Create(
            CultureInfo.InvariantCulture,
            $"experiment {id}: look {look.Number} of {present.Schedule.Fractions.Count} at {look.Fraction:0.###} of the units, boundary {look.Boundary:0.###}; {Say(look)}"));
        return await OutOfForceAsync(next, look.By);
    }

    /// <inheritdoc />
    public async Task<Outcome<ExperimentRecord>> StopAsync(WorkerId by, string id, string reason)
    {
        await _state.RefreshAsync();
        if (Find(id) is not { } present) return Refusal.NotFound("The experiment");
        if (present.Status == ExperimentStatus.Running)
        {
            present = present with { Status = ExperimentStatus.Stopped, EndedAt = _time.GetUtcNow(), Reason = reason };
            await CommitAsync(Replaced(present));
        }

        return await OutOfForceAsync(present, by);
    }

    /// <summary>What is over draws nothing more.</summary>
    private async Task<Outcome<ExperimentRecord>> OutOfForceAsync(ExperimentRecord experiment, WorkerId by)
    {
        if (experiment.Status == ExperimentStatus.Running) return experiment;
        var said = await Project.SetExperimentAsync(
            by, experiment.Id, null, $"experiment {experiment.Id} {(experiment.Status == ExperimentStatus.Concluded ? "concluded" : $"stopped: {experiment.Reason}")}");
        return said.IsOk ? experiment : said.Refusal;
    }

    private static string Names(ExperimentPlan plan) => string.Join(", ", plan.Variants.Select(static variant => variant.Name));

    private static string Say(ExperimentLook look) => string.Join("; ", look.Contrasts.Select(static contrast => string.Create(
        CultureInfo.InvariantCulture, $"{contrast.Variant} {contrast.Difference:0.####} [{contrast.Low:0.####}, {contrast.High:0.####}]{(contrast.IsBeyond ? " beyond" : "")}")));

    private ExperimentRecord? Find(string id) => All.FirstOrDefault(one => one.Id == id);

    private List<ExperimentRecord> Replaced(ExperimentRecord next) => [.. All.Select(one => one.Id == next.Id ? next : one)];

    private Task CommitAsync(List<ExperimentRecord> all) => _state.CommitAsync(new ExperimentsState { Experiments = all });
}
