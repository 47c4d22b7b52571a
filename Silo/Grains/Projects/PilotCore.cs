using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;

namespace Distribution.Grains.Projects;

/// <summary>The decisions about pilots. Pure.</summary>
public static class PilotCore
{
    /// <summary>Tasks of one round: what a queue looks through at each lease, and more than a pilot needs.</summary>
    public const int TasksMax = 500;

    /// <summary>People of one round; they stand in the settings, which every lease reads.</summary>
    public const int TrainersMax = 50;

    /// <summary>Begins the first round, or the next one with tasks of its own; the project is live for its people alone.</summary>
    public static Outcome<ProjectState> Start(ProjectState state, WorkerId by, PilotPlan plan, long position, DateTimeOffset now)
    {
        if (state.Settings is not { } settings) return Refusal.NotFound("The project");
        if (settings.Status == ProjectStatus.Closed) return Refusal.Conflict("ProjectClosed", "A closed project stays closed.");
        if (settings.Status is ProjectStatus.Live or ProjectStatus.Draining && settings.Pilot is null)
            return Refusal.Conflict("AlreadyLive", "The project is open to all: pause it before a pilot.");
        if (plan.Tasks is < 1 or > TasksMax) return Bad($"tasks is not within 1 to {TasksMax}.");
        if (plan.TrainersMax is < 1 or > TrainersMax) return Bad($"trainersMax is not within 1 to {TrainersMax}.");
        IReadOnlyList<WorkerId> named = [.. plan.Trainers.Distinct()];
        if (named.Count > plan.TrainersMax) return Bad("trainers names more people than trainersMax.");
        var first = state.LastPilot is { } last ? last.FirstTask + last.Tasks : 0;
        if (first >= state.TaskCount) return Refusal.Conflict("NoTasksLeft", $"All {state.TaskCount} tasks were in pilots already: import more.");
        var pilot = new Pilot
        {
            Round = (state.LastPilot?.Round ?? 0) + 1,
            FirstTask = first,
            Tasks = Math.Min(plan.Tasks, state.TaskCount - first),
            Trainers = named,
            TrainersMax = plan.TrainersMax,
            StartedAt = now,
            FromPosition = position,
        };
        var next = With(state, pilot) with { Settings = settings with { Status = ProjectStatus.Live, Pilot = pilot, Version = settings.Version + 1 } };
        return ProjectCore.Say(
            next, EventKind.ProjectStatusChanged, now, by,
            string.Create(CultureInfo.InvariantCulture, $"{settings.Status} → pilot {pilot.Round}: {pilot.Tasks} tasks, at most {pilot.TrainersMax} people"));
    }

    /// <summary>Lets one more person in; the same state when they are in already, or there is no place.</summary>
    public static ProjectState Admit(ProjectState state, WorkerId worker)
    {
        if (state.Settings is not { Pilot: { EndedAt: null } pilot, Status: ProjectStatus.Live } settings) return state;
        if (pilot.Trainers.Contains(worker) || !pilot.Admits(worker)) return state;
        var grown = pilot with { Trainers = [.. pilot.Trainers, worker] };
        return With(state, grown) with { Settings = settings with { Pilot = grown, Version = settings.Version + 1 } };
    }

    /// <summary>The project moves on: a pilot that runs has ended, and lets all in where the project is opened.</summary>
    public static ProjectState Move(ProjectState state, ProjectStatus status, DateTimeOffset now)
    {
        if (state.Settings is not { Pilot: { } pilot } settings) return state;
        var ended = pilot with { EndedAt = pilot.EndedAt ?? now };
        return With(state, ended) with { Settings = settings with { Pilot = status == ProjectStatus.Live ? null : ended } };
    }

    private static ProjectState With(ProjectState state, Pilot pilot) => state with { LastPilot = pilot };

    private static Refusal Bad(string what) => Refusal.Invalid("InvalidPilot", what);
}
