namespace Distribution.Tests.Simulation.Engine;

/// <summary>Mistakes that the tests put in, to see that the simulation finds them. None of them is in the product: each is a decorator.</summary>
public enum Mutation
{
    /// <summary>None.</summary>
    None,

    /// <summary>The disk acknowledges, and forgets the last commits in a crash.</summary>
    AcknowledgeBeforeWrite,

    /// <summary>Writes go through whatever version they expect.</summary>
    IgnoreETag,

    /// <summary>What a task owes is lost with its activation.</summary>
    DropOwedCredit,

    /// <summary>A credit that is sent again gets another id, so that the book can't know it.</summary>
    NewCreditIdAtRetry,

    /// <summary>Whoever had a task before may have it again.</summary>
    ForgetWhoHadIt,

    /// <summary>A task takes commands under any fence.</summary>
    SkipFenceCheck,

    /// <summary>A task leases without looking at its overlap.</summary>
    SkipOverlapCheck,

    /// <summary>An unknown lease is called dead without being buried.</summary>
    ResolveWithoutBurying,

    /// <summary>A budget frees a reservation without booking what the lease has cost.</summary>
    SettleForNothing,

    /// <summary>A reservation in four is confirmed and not made.</summary>
    LoseReservation,

    /// <summary>A project gives more than its budget.</summary>
    OverdrawBudget,

    /// <summary>Two activations name their attempts alike.</summary>
    SameAttempt,

    /// <summary>Downtime extends no clock.</summary>
    ForgetOutages,

    /// <summary>A machine that sleeps is taken for awake.</summary>
    SleepUnnoticed,

    /// <summary>No reminder ever ticks.</summary>
    NeverSweep,

    /// <summary>What may be out is not written ahead.</summary>
    SkipWriteAhead,

    /// <summary>The history forgets which events it has merged.</summary>
    ForgetMergedEvents,

    /// <summary>A page of the ledger is confirmed and not written.</summary>
    LosePage,
}
