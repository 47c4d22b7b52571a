using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Rehearsals;

namespace Distribution.Web.Clustered;

/// <summary>
/// In a cluster there are none: they run the grains on the embedded runtime, which this build does not have (docs/decisions/0014).
/// </summary>
internal sealed class NoRehearsals : IRehearsals
{
    public Outcome<RehearsalView> Start(ProjectView project, WorkerId by, RehearsalOrder order) =>
        Refusal.Conflict("NotInCluster", "Rehearsals run in the standalone build only; a cluster has none.");

    public IReadOnlyList<RehearsalView> List(ProjectId project) => [];

    public RehearsalView? Find(ProjectId project, string id) => null;

    public RehearsalView? Cancel(ProjectId project, string id) => null;
}
