using System.Text.Json.Serialization;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Workers;

/// <summary>A trainer, as matching needs them. Tags as in <see cref="Needs"/>.</summary>
[GenerateSerializer, Immutable, Alias("WorkerProfile")]
public sealed record WorkerProfile(
    [property: Id(0)] string DisplayName, [property: Id(1)] IReadOnlyList<string> Tags, [property: Id(2)] string TimeZone, [property: Id(3)] string Locale,
    [property: Id(4)] IReadOnlyDictionary<string, RateTier> Tiers, [property: Id(5)] IReadOnlyDictionary<string, MicroAmount> PersonalRates, [property: Id(6)] bool IsSuspended)
{
    /// <summary>Languages that the person works in, as BCP 47 tags; each meets the need "lang:" with its tag.</summary>
    [Id(7)] public IReadOnlyList<string> Languages { get; init => field = value ?? []; } = [];

    /// <summary>Fields that the person would like to work on; they prove nothing.</summary>
    [Id(8)] public IReadOnlyList<string> Fields { get; init => field = value ?? []; } = [];
}

/// <summary>Asks for a task of a project, at the rate that the person saw, or better.</summary>
[GenerateSerializer, Immutable, Alias("LeaseRequest")]
public sealed record LeaseRequest([property: Id(0)] ProjectId Project, [property: Id(1)] MicroAmount? SeenHourlyRate, [property: Id(2)] string? OfferId)
{
    /// <summary>The task that a rehearsal gives if it can, as it was given in fact; else the queue chooses. Nobody outside the silo can ask so.</summary>
    [Id(3), JsonIgnore] public int? Prefer { get; init; }
}

/// <summary>A lease, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("WorkReply")]
public sealed record WorkReply([property: Id(0)] AssignmentView? Assignment, [property: Id(1)] NoWork? NoWork, [property: Id(2)] bool IsResumed, [property: Id(3)] MicroAmount? RateNow);

/// <summary>An offer from the waiting line.</summary>
[GenerateSerializer, Immutable, Alias("WorkOffer")]
public sealed record WorkOffer([property: Id(0)] string OfferId, [property: Id(1)] ProjectId Project, [property: Id(2)] DateTimeOffset Until);

/// <summary>A push to a trainer: number and kind; the client fetches or shows the assignment that comes with it.</summary>
[GenerateSerializer, Immutable, Alias("WorkerPush")]
public sealed record WorkerPush(
    [property: Id(0)] string Epoch, [property: Id(1)] long Sequence, [property: Id(2)] WorkerPushKind Kind, [property: Id(3)] AssignmentView? Assignment,
    [property: Id(4)] WorkOffer? Offer, [property: Id(5)] DateTimeOffset At);

/// <summary>The kinds of pushes to a trainer.</summary>
[GenerateSerializer, Alias("WorkerPushKind")]
public enum WorkerPushKind
{
    /// <summary>The assignment has changed.</summary>
    AssignmentChanged = 1,

    /// <summary>The rate will step down soon.</summary>
    RateWarning = 2,

    /// <summary>The rate has stepped down.</summary>
    RateStepped = 3,

    /// <summary>The lease has ended by its clock.</summary>
    Expired = 4,

    /// <summary>Work is offered.</summary>
    Offer = 5,

    /// <summary>An offer has ended.</summary>
    OfferEnded = 6,

    /// <summary>Something was paid.</summary>
    Paid = 7,

    /// <summary>The session is over: sign in again.</summary>
    SignedOut = 8,

    /// <summary>The project took the lease back; the assignment says why.</summary>
    Withdrawn = 9,

    /// <summary>The project extended both clocks.</summary>
    ClockExtended = 10,

    /// <summary>A project has written something.</summary>
    Notice = 11,
}

/// <summary>A trainer's web host.</summary>
public interface IWorkerObserver : IGrainObserver
{
    /// <summary>Something for this trainer.</summary>
    void OnPush(WorkerId worker, WorkerPush push);
}

/// <summary>Everything a client needs after a (re)connect.</summary>
[GenerateSerializer, Immutable, Alias("WorkerSnapshot")]
public sealed record WorkerSnapshot(
    [property: Id(0)] string Epoch, [property: Id(1)] long Sequence, [property: Id(2)] AssignmentView? Assignment, [property: Id(3)] WorkOffer? Offer,
    [property: Id(4)] IReadOnlyList<LinePlace> Lines, [property: Id(5)] DateTimeOffset ServerTime);

/// <summary>Someone's place in a project's waiting line, from 1.</summary>
[GenerateSerializer, Immutable, Alias("LinePlace")]
public sealed record LinePlace([property: Id(0)] ProjectId Project, [property: Id(1)] int Place, [property: Id(2)] int Length, [property: Id(3)] long? EstimateMs);

/// <summary>A draft: its own small state, kept after expiry.</summary>
[GenerateSerializer, Immutable, Alias("Draft")]
public sealed record Draft([property: Id(0)] int Version, [property: Id(1)] string Body, [property: Id(2)] bool IsComplete, [property: Id(3)] DateTimeOffset SavedAt);

/// <summary>A trainer: profile, presence, and the one active assignment.</summary>
public interface IWorkerGrain : IGrainWithStringKey
{
    /// <summary>The profile; a default one for somebody new.</summary>
    [Idempotent]
    Task<WorkerProfile> GetProfileAsync();

    /// <summary>Replaces the profile, except whether the trainer is suspended: that has its own way.</summary>
    [Idempotent]
    Task SetProfileAsync(WorkerProfile profile);

    /// <summary>Changes what the trainer says of themselves; nothing else of the profile.</summary>
    [Idempotent]
    Task<WorkerProfile> EditProfileAsync(ProfileEdit edit);

    /// <summary>What the trainer holds and has signed.</summary>
    Task<Standing> GetStandingAsync();

    /// <summary>Every need (<see cref="NeedTags"/>) that the trainer meets now.</summary>
    Task<IReadOnlyList<string>> GetTagsAsync();

    /// <summary>Adds a holding; idempotent by its source.</summary>
    Task<Outcome<Standing>> GrantAsync(Holding holding);

    /// <summary>Takes a holding back with a reason; what is being worked on goes on.</summary>
    Task<Standing> RevokeAsync(HoldingKind kind, string name, string reason);

    /// <summary>Signs the current version of a contract; <paramref name="textHash"/> is of the text that was read. Idempotent.</summary>
    Task<Outcome<ContractSignature>> SignAsync(string contract, int version, string signedName, string textHash);

    /// <summary>No new work, or work again; nothing else of the profile changes.</summary>
    [Idempotent]
    Task SetSuspendedAsync(bool isSuspended);

    /// <summary>What this person is paid in a project, for leases from now on; a generalist without a rate of their own is as everybody. Idempotent.</summary>
    [Idempotent]
    Task<Outcome<RateTier>> SetTermsAsync(ProjectId project, RateTier tier, MicroAmount? hourlyRate);

    /// <summary>How the trainer wishes to work, and how today stands.</summary>
    [Idempotent]
    Task<WishesView> GetWishesAsync();

    /// <summary>Changes the wishes; with <paramref name="goOnToday"/> the limit holds again from tomorrow on.</summary>
    [Idempotent]
    Task<WishesView> SetWishesAsync(int dailyMinutesMax, bool leansToLearned, bool goOnToday);

    /// <summary>Leases a task; while one is active, the same one again.</summary>
    [Idempotent]
    Task<Outcome<WorkReply>> LeaseAsync(LeaseRequest request);

    /// <summary>The projects of the present or last task, of today's, and of the lines that are waited in.</summary>
    [Idempotent]
    Task<IReadOnlyList<ProjectId>> GetProjectsAsync();

    /// <summary>There is something new in the inbox; carries no truth.</summary>
    [OneWay]
    Task NoticeAsync();

    /// <summary>Everything a client needs now.</summary>
    [Idempotent]
    Task<WorkerSnapshot> GetSnapshotAsync();

    /// <summary>The trainer is there.</summary>
    [Idempotent]
    Task<Outcome<AssignmentView>> BeatAsync(AssignmentId assignment, long fence, Beat beat);

    /// <summary>Stops the pay clock.</summary>
    [Idempotent]
    Task<Outcome<AssignmentView>> PauseAsync(AssignmentId assignment, long fence);

    /// <summary>Starts it again.</summary>
    [Idempotent]
    Task<Outcome<AssignmentView>> ResumeAsync(AssignmentId assignment, long fence);

    /// <summary>Hands in an answer; always taken.</summary>
    [Idempotent]
    Task<Outcome<SubmitReply>> SubmitAsync(AssignmentId assignment, TaskId task, long fence, Submission submission);

    /// <summary>Gives a task back.</summary>
    Task<Outcome<SubmitReply>> GiveBackAsync(AssignmentId assignment, long fence, GiveBackKind kind, string? reason);

    /// <summary>Waits in a project's line.</summary>
    [Idempotent]
    Task<LinePlace> JoinLineAsync(ProjectId project);

    /// <summary>Leaves it.</summary>
    [Idempotent]
    Task LeaveLineAsync(ProjectId project);

    /// <summary>Receives pushes for five minutes; call again to go on.</summary>
    [Idempotent]
    Task<WorkerSnapshot> WatchAsync(IWorkerObserver observer);

    /// <summary>Ends a watch.</summary>
    [Idempotent]
    Task UnwatchAsync(IWorkerObserver observer);

    /// <summary>An assignment has changed; carries no truth.</summary>
    [OneWay]
    Task HintAsync(AssignmentId assignment, TaskId task, WorkerPushKind kind);

    /// <summary>An offer from a line; the worker decides, one at a time.</summary>
    [OneWay]
    Task OfferAsync(ProjectId project, string offerId, DateTimeOffset until);
}

/// <summary>Which tasks of one project one person has had; key "worker/project". Soft: the task itself refuses a second time.</summary>
public interface ISeenGrain : IGrainWithStringKey
{
    /// <summary>All of them.</summary>
    Task<SeenTasks> GetAsync();

    /// <summary>Adds some, forgets segments below a number; durable when it returns.</summary>
    Task<SeenTasks> AddAsync(IReadOnlyList<int> numbers, int closedBelow);
}

/// <summary>Drafts of one assignment; key is the assignment.</summary>
public interface IDraftGrain : IGrainWithStringKey
{
    /// <summary>Saves, if <paramref name="version"/> is newer than what is stored; answers what is stored.</summary>
    Task<Draft> SaveAsync(int version, string body, bool isComplete);

    /// <summary>The draft, or null.</summary>
    Task<Draft?> GetAsync();
}

/// <summary>Who waits for a project's work, in order of first wait.</summary>
public interface ILineGrain : IGrainWithStringKey
{
    /// <summary>Joins, or keeps the place one has.</summary>
    Task<LinePlace> JoinAsync(WorkerId worker, IReadOnlyList<string> tags);

    /// <summary>Leaves.</summary>
    Task LeaveAsync(WorkerId worker);

    /// <summary>The place, or null.</summary>
    [Idempotent]
    Task<LinePlace?> PlaceAsync(WorkerId worker);

    /// <summary>How many wait.</summary>
    [Idempotent]
    Task<int> LengthAsync();

    /// <summary>Who waits longest; at most so many.</summary>
    [Idempotent]
    Task<IReadOnlyList<WorkerId>> FirstAsync(int most);

    /// <summary>An offer was taken (the person leaves the line) or missed (twice: to the back).</summary>
    Task OfferEndedAsync(WorkerId worker, string offerId, bool isTaken);

    /// <summary>The person can't do it now; not counted as a miss.</summary>
    Task DeclineAsync(WorkerId worker, string offerId);

    /// <summary>The queue may have work; carries no truth.</summary>
    [OneWay]
    Task WorkHintAsync();
}
