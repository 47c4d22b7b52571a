using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Rehearsals;

namespace Distribution.Web.Clustered;

/// <summary>
/// In a cluster there are none: they run the grains on the embedded runtime, which this build does not have (docs/decisions/0014).
/// </summary>
internal sealed class NoRehearsals : IRehearsals
{
    public Task<Outcome<RehearsalView>> StartAsync(ProjectView project, WorkerId by, RehearsalOrder order) => Task.FromResult<Outcome<RehearsalView>>(
        Refusal.Conflict("NotInCluster", "Rehearsals run in the standalone build only; a cluster has none."));

    public Task<IReadOnlyList<RehearsalHead>> ListAsync(ProjectId project) => Task.FromResult<IReadOnlyList<RehearsalHead>>([]);

    public Task<RehearsalView?> FindAsync(ProjectId project, string id) => Task.FromResult<RehearsalView?>(null);

    public Task<RehearsalView?> CancelAsync(ProjectId project, string id) => Task.FromResult<RehearsalView?>(null);
}
