using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;

namespace Distribution.Web.Work;

/// <summary>
/// What a trainer is told of their own lease: every version and figure that it pins, and not which variant of an experiment it was drawn to. Who knows
/// the variant's name works another way, and the experiment would measure that.
/// </summary>
internal static class Blinding
{
    public static AssignmentView Blind(this AssignmentView view) =>
        view.Pins is { Variant: null, Shown: null } ? view : view with { Pins = view.Pins with { Variant = null, Shown = null } };

    public static WorkReply Blind(this WorkReply reply) => reply with { Assignment = reply.Assignment?.Blind() };

    public static WorkerSnapshot Blind(this WorkerSnapshot snapshot) => snapshot with { Assignment = snapshot.Assignment?.Blind() };

    public static WorkerPush Blind(this WorkerPush push) => push with { Assignment = push.Assignment?.Blind() };

    /// <summary>What came of a command; a refusal stays as it is.</summary>
    public static Outcome<T> Blind<T>(this Outcome<T> outcome, Func<T, T> blind) => outcome.IsOk ? blind(outcome.Value) : outcome;
}
