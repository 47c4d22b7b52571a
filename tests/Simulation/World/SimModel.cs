using Distribution.Contracts;
using Distribution.Contracts.Tasks;

namespace Distribution.Tests.Simulation.World;

/// <summary>What the clients were told: the journal that the checker compares the silo with.</summary>
internal sealed class SimModel
{
    /// <summary>Leases that somebody holds in hand.</summary>
    public Dictionary<AssignmentId, AssignmentView> Leases { get; } = [];

    /// <summary>Submissions whose answer arrived.</summary>
    public Dictionary<AssignmentId, (Submission Submission, SubmitReply Reply)> Acknowledged { get; } = [];

    /// <summary>Every body that was ever sent, whatever became of it.</summary>
    public HashSet<(AssignmentId, string SubmissionId, string Sha256)> Sent { get; } = [];

    /// <summary>When the last acknowledged sign of life of each lease set out.</summary>
    public Dictionary<AssignmentId, TimeSpan> Signs { get; } = [];

    /// <summary>The highest overlap that ever held.</summary>
    public int HighestOverlap { get; set; } = 1;

    /// <summary>The lowest.</summary>
    public int LowestOverlap { get; set; } = 50;
}
