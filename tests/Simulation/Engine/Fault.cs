namespace Distribution.Tests.Simulation.Engine;

/// <summary>Everything that goes wrong on purpose. Each kind must have happened in a batch, or the batch proves less than it says.</summary>
public enum Fault
{
    /// <summary>The process dies between two steps.</summary>
    ProcessCrash,

    /// <summary>The power goes at a device operation.</summary>
    PowerCut,

    /// <summary>The machine sleeps: time goes on, and every timer is late.</summary>
    MachineSleeps,

    /// <summary>A commit fails and nothing is written.</summary>
    StorageFault,

    /// <summary>The disk is full.</summary>
    StorageFull,

    /// <summary>A commit is written and reported as failed.</summary>
    ErrorButWritten,

    /// <summary>A commit takes its time.</summary>
    SlowStorage,

    /// <summary>All idle activations end.</summary>
    DeactivationStorm,

    /// <summary>A client does not get its answer.</summary>
    LostReply,

    /// <summary>A client sends a command twice.</summary>
    DuplicateCommand,

    /// <summary>A grain's call is carried out, and the caller is told of a timeout.</summary>
    LostGrainReply,

    /// <summary>A grain's call never arrives, and the caller is told of a timeout.</summary>
    LostGrainCall,

    /// <summary>A grain's call is late.</summary>
    DelayedCall,

    /// <summary>A call is carried out twice.</summary>
    DuplicateCall,

    /// <summary>A hint does not arrive.</summary>
    LostHint,

    /// <summary>A reminder does not tick.</summary>
    MissedReminder,

    /// <summary>A reminder ticks twice.</summary>
    DoubledReminder,

    /// <summary>The machine's clock is set while the process runs.</summary>
    ClockStep,

    /// <summary>The machine's clock is set while the process is down.</summary>
    ClockStepAtRestart,

    /// <summary>A run with two activations of each grain.</summary>
    TwoActivations,

    /// <summary>A run in which every write is a batch of its own.</summary>
    SingleWrites,

    /// <summary>A trainer is gone for good, with a task in hand.</summary>
    TrainerStalls,

    /// <summary>A trainer's connection comes and goes.</summary>
    TrainerFlaps,

    /// <summary>A trainer asks for several tasks at once.</summary>
    TrainerHoards,

    /// <summary>A trainer tries a wrong fence, a stranger's assignment, another answer.</summary>
    TrainerCheats,

    /// <summary>A trainer hands in, beats and hands in again at the moment of the deadline.</summary>
    TrainerRaces,

    /// <summary>The manager pauses or drains the project.</summary>
    ManagerPauses,

    /// <summary>The manager cuts the budget.</summary>
    ManagerCutsBudget,

    /// <summary>The manager cuts what one trainer may do a day.</summary>
    ManagerCutsQuota,

    /// <summary>The manager changes rates and overlap.</summary>
    ManagerChangesRates,

    /// <summary>The manager puts a stuck task back.</summary>
    ManagerUnsticks,

    /// <summary>A trainer is suspended for a while.</summary>
    TrainerIsSuspended,

    /// <summary>The manager closes the project in the middle of the day.</summary>
    ManagerCloses,
}
