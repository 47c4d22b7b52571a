using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Notices;

/// <summary>A word to people, in both languages as it was written; one of them may be empty.</summary>
[GenerateSerializer, Immutable, Alias("NoticeText")]
public sealed record NoticeText([property: Id(0)] string Ko, [property: Id(1)] string En)
{
    /// <summary>Signs of one language.</summary>
    public const int LengthMax = 500;
}

/// <summary>What a project tells all its trainers.</summary>
[GenerateSerializer, Immutable, Alias("Announcement")]
public sealed record Announcement(
    [property: Id(0)] int Number, [property: Id(1)] NoticeText Text, [property: Id(2)] DateTimeOffset At, [property: Id(3)] DateTimeOffset Until, [property: Id(4)] WorkerId By);

/// <summary>What a project told one trainer.</summary>
[GenerateSerializer, Immutable, Alias("InboxMessage")]
public sealed record InboxMessage(
    [property: Id(0)] int Number, [property: Id(1)] ProjectId Project, [property: Id(2)] string Title, [property: Id(3)] NoticeText Text,
    [property: Id(4)] DateTimeOffset At, [property: Id(5)] MessageKind Kind);

/// <summary>Why a message was sent.</summary>
[GenerateSerializer, Alias("MessageKind")]
public enum MessageKind
{
    /// <summary>Somebody wrote it.</summary>
    Written = 1,

    /// <summary>A lease was taken back.</summary>
    Withdrawn = 2,
}

/// <summary>What lies in somebody's inbox, and which announcements they have put away.</summary>
[GenerateSerializer, Immutable, Alias("InboxView")]
public sealed record InboxView([property: Id(0)] IReadOnlyList<InboxMessage> Messages, [property: Id(1)] IReadOnlyList<string> PutAway);

/// <summary>The announcements of one project, at most 10 at a time.</summary>
public interface IAnnouncementsGrain : IGrainWithStringKey
{
    /// <summary>Announces under a number; the same number again changes nothing. The oldest goes when there are too many.</summary>
    [Idempotent]
    Task AnnounceAsync(int number, NoticeText text, TimeSpan lasts, WorkerId by);

    /// <summary>Takes one back.</summary>
    [Idempotent]
    Task WithdrawAsync(int number);

    /// <summary>Those that are to be shown now, newest first.</summary>
    [Idempotent]
    Task<IReadOnlyList<Announcement>> ListAsync();
}

/// <summary>What projects told one trainer, at most 8 messages; the oldest go.</summary>
public interface IInboxGrain : IGrainWithStringKey
{
    /// <summary>Puts a message in, once for each (project, source), and tells the trainer's pages.</summary>
    [Idempotent]
    Task SendAsync(ProjectId project, string source, string title, NoticeText text, MessageKind kind);

    /// <summary>What is there.</summary>
    [Idempotent]
    Task<InboxView> GetAsync();

    /// <summary>Puts a message ("m12") or an announcement ("project:3") away.</summary>
    [Idempotent]
    Task PutAwayAsync(string notice);
}
