using System.ComponentModel.DataAnnotations;

namespace Distribution.Web.Common;

/// <summary>The limits of what clients may send and hold open.</summary>
public sealed class WebOptions
{
    /// <summary>Where the built pages lie. Default: "client" beside the program.</summary>
    [Required]
    public string ClientFolder { get; set; } = Path.Combine(AppContext.BaseDirectory, "client");

    /// <summary>Where the keys rest that protect cookies and tokens. Default: none, so that they end with the process; AppHost sets it.</summary>
    public string? KeysFolder { get; set; }

    /// <summary>Origins beside the server's own that browsers may come from, as "https://host". Default: none.</summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>Bytes of an ordinary body. Default: 64 KB; settings with long guidelines fit.</summary>
    [Range(1024, 10_000_000)]
    public int BodyBytesMax { get; set; } = 64 * 1024;

    /// <summary>Bytes of a submission's body. Default: 1 MB; the longest answers of this field are some 100 KB.</summary>
    [Range(32 * 1024, 30_000_000)]
    public int SubmissionBytesMax { get; set; } = 1024 * 1024;

    /// <summary>UTF-8 bytes of an answer that rests in the task's record. Default: 4 KB (protocols, section 3); larger ones are blobs.</summary>
    [Range(0, 16 * 1024)]
    public int InlineAnswerBytesMax { get; set; } = 4 * 1024;

    /// <summary>UTF-8 bytes of a draft. Default: 48 KB, since a draft is one state of at most 64 KB.</summary>
    [Range(1024, 60 * 1024)]
    public int DraftBytesMax { get; set; } = 48 * 1024;

    /// <summary>Bytes of one image of a task. Default: 5 MB, a photograph of twelve megapixels.</summary>
    [Range(1024, 30_000_000)]
    public int ImageBytesMax { get; set; } = 5 * 1024 * 1024;

    /// <summary>Bytes of one hub message. Default: 32 KB, SignalR's own; larger answers go over HTTP.</summary>
    [Range(1024, 1024 * 1024)]
    public int HubMessageBytesMax { get; set; } = 32 * 1024;

    /// <summary>Messages that may wait for one connection. Default: 64; a client that is further behind is cut, and asks for everything anew.</summary>
    [Range(1, 10_000)]
    public int OutboxMessagesMax { get; set; } = 64;

    /// <summary>How long one message may take to leave. Default: 10 s; then the client is cut.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Hub connections of one account. Default: 10, tabs and devices of one person.</summary>
    [Range(1, 1000)]
    public int HubConnectionsPerAccountMax { get; set; } = 10;

    /// <summary>Projects that one connection may watch. Default: 8, a wall of dashboards.</summary>
    [Range(1, 100)]
    public int WatchedProjectsMax { get; set; } = 8;

    /// <summary>Web sockets of this process. Default: 15,000, below the 20,000 files that a process may open.</summary>
    [Range(1, 100_000)]
    public int UpgradedConnectionsMax { get; set; } = 15_000;

    /// <summary>Connections of this process without web sockets. Default: 17,000, below the same limit.</summary>
    [Range(1, 100_000)]
    public int ConnectionsMax { get; set; } = 17_000;

    /// <summary>How long a request's headers may take to arrive. Default: 10 s; who sends them a byte at a time only means to hold a connection.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may run. Default: 35 s, a little over a grain call's 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(35);

    /// <summary>How often observers are registered again. Default: 45 s; a live watch ends after two minutes, a work watch after five.</summary>
    public TimeSpan WatchPeriod { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Bytes of task segments kept in memory. Default: 64 MB, some hundred segments of short tasks.</summary>
    [Range(1_000_000, 4_000_000_000)]
    public long SegmentCacheBytesMax { get; set; } = 64_000_000;

    /// <summary>How old the list of open projects may be. Default: 2 s, so that a crowd that refreshes costs one reading.</summary>
    public TimeSpan OpenListAge { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often changed rates are looked for and pushed. Default: 1 s: at once for a person, and one push a second a project at most.</summary>
    public TimeSpan RatePeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a watched project's pulse is read and sent. Default: 250 ms, as often as the figures beside it, so that an event is on the page within a second.</summary>
    public TimeSpan PulsePeriod { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often live figures are told who was heard. Default: 5 s, a fraction of the 90 s after which somebody is silent.</summary>
    public TimeSpan SignsPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a course as JSON. Default: 2 MB, fifty long lessons in two languages; pictures are sent apart.</summary>
    [Range(32 * 1024, 10_000_000)]
    public int CourseBytesMax { get; set; } = 2 * 1024 * 1024;

    /// <summary>Bytes of one picture of a course. Default: 2 MB, a large screenshot.</summary>
    [Range(1024, 20_000_000)]
    public int PictureBytesMax { get; set; } = 2 * 1024 * 1024;

    /// <summary>Bytes of one document of a credential. Default: 5 MB, a scanned page in colour.</summary>
    [Range(1024, 50_000_000)]
    public int DocumentBytesMax { get; set; } = 5 * 1024 * 1024;

    /// <summary>Projects of one manager. Default: 200.</summary>
    [Range(1, 500)]
    public int ProjectsPerAccountMax { get; set; } = 200;
}
