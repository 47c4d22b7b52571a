using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;

namespace Distribution.Web.Work;

/// <summary>What a trainer says about the moment, with the fence of their lease.</summary>
public sealed record BeatRequest(long Fence, bool IsActive, [property: Range(0, 86_400_000)] long IdleMs);

/// <summary>A command on a lease.</summary>
public sealed record FenceRequest(long Fence);

/// <summary>Gives a task back.</summary>
public sealed record GiveBackRequest(long Fence, [property: StringLength(SubmissionSize.ReasonCharsMax)] string? Reason);

/// <summary>
/// Hands in an answer. The submission id is the client's, so that asking twice hands in once. The body is the answer as JSON; what is
/// kept is that JSON to the byte. With <paramref name="Next"/> the answer brings the next task, so that nobody waits between two.
/// </summary>
public sealed record SubmitRequest(
    [property: Required, StringLength(64, MinimumLength = 8)] string SubmissionId, TaskId Task, long Fence, JsonElement Body, bool Unfinished = false,
    [property: StringLength(SubmissionSize.ReasonCharsMax)] string? UnfinishedReason = null, LeaseRequest? Next = null);

/// <summary>Saves a draft; a version that is not newer than what is stored changes nothing.</summary>
public sealed record DraftRequest([property: Range(1, int.MaxValue)] int Version, [property: Required(AllowEmptyStrings = true)] string Body, bool IsComplete = false);

/// <summary>How one wishes to work; going on lifts the limit until the end of one's own day.</summary>
public sealed record WishesRequest([property: Range(0, 1440)] int DailyMinutesMax, bool LeansToLearned, bool GoOnToday = false);

/// <summary>The material of the present task, and which form asks about it.</summary>
public sealed record TaskContent(TaskId Task, string TaskTypeId, int TaskTypeVersion, int GuidelineVersion, JsonElement Payload);

/// <summary>What one may change of one's own profile; qualifications and rates are not among it.</summary>
/// <param name="DisplayName">What others see.</param>
/// <param name="TimeZone">An IANA name, such as "Asia/Seoul".</param>
/// <param name="Locale">The language of the pages: ko or en.</param>
/// <param name="Languages">Languages one works in, as BCP 47 tags such as "ko" or "pt-BR"; at most 10. Left out: as before.</param>
/// <param name="Fields">Fields one would like to work on, in one's own words; at most 20. Left out: as before.</param>
public sealed record ProfileRequest(
    [property: Required, StringLength(80, MinimumLength = 1)] string DisplayName, [property: Required, StringLength(64)] string TimeZone,
    [property: Required, RegularExpression("^(ko|en)$")] string Locale, IReadOnlyList<string>? Languages = null, IReadOnlyList<string>? Fields = null);

/// <summary>What one holds and has signed.</summary>
/// <param name="Standing">Qualifications, credentials, guideline checks, signatures.</param>
/// <param name="Needs">The needs that this meets now, as tags.</param>
public sealed record StandingView(Standing Standing, IReadOnlyList<string> Needs);

/// <summary>What came of handing in or giving back, as the trainer sees it.</summary>
public sealed record SubmitView(AssignmentStatus Fate, MicroAmount Paid, Contracts.Ledger.Receipt Receipt, bool WasReplay, NextTask? Next = null)
{
    /// <summary>Without what only the queue and the budget need.</summary>
    public static SubmitView Of(SubmitReply reply) => new(reply.Fate, reply.Paid, reply.Receipt, reply.WasReplay);
}

/// <summary>What came of asking for the next task while handing in one; the material comes with it.</summary>
public sealed record NextTask(WorkReply Work, TaskContent? Content);

/// <summary>A hub's answer: a value or a problem, never an exception for what was to be expected.</summary>
public sealed record HubReply<T>(T? Value, HubProblem? Problem);

/// <summary>The same codes as over HTTP.</summary>
public sealed record HubProblem(int Status, string Code, string Detail);
