using System.Globalization;

namespace Distribution.Load.ChaosBench;

/// <summary>Where in the code's order of things a crash point lies.</summary>
public enum CrashMoment
{
    /// <summary>Before the step: nothing of it has happened.</summary>
    Before = 1,

    /// <summary>The step is done, and nobody was told.</summary>
    After = 2,
}

/// <summary>What a crash point watches.</summary>
public enum CrashSite
{
    /// <summary>A write of the grain state of this name.</summary>
    Write = 1,

    /// <summary>A call of this method, on the called grain's side.</summary>
    Call = 2,

    /// <summary>An HTTP request whose path ends so.</summary>
    Reply = 3,
}

/// <summary>A named place where the server can be told to die.</summary>
public sealed record CrashPoint(string Name, CrashSite Site, string Target, CrashMoment Moment)
{
    /// <summary>All of them; each lies in another window of SPEC's table of crash windows, or in another owner of durable state.</summary>
    public static IReadOnlyList<CrashPoint> All { get; } =
    [
        new("before-write", CrashSite.Write, "task", CrashMoment.Before),
        new("after-write-before-reply", CrashSite.Write, "task", CrashMoment.After),
        new("after-reply-before-push", CrashSite.Reply, "/submit", CrashMoment.After),
        new("between-submission-and-ledger", CrashSite.Call, "ILedgerGrain.CreditAsync", CrashMoment.Before),
        new("after-ledger-before-confirmation", CrashSite.Call, "ILedgerGrain.CreditAsync", CrashMoment.After),
        new("during-sweep", CrashSite.Call, "ITaskGrain.StandingAsync", CrashMoment.After),
        new("before-rate-change", CrashSite.Write, "project", CrashMoment.Before),
        new("during-rate-change", CrashSite.Write, "project", CrashMoment.After),
        new("after-intent", CrashSite.Write, "worker", CrashMoment.After),
        new("after-reservation", CrashSite.Write, "budget", CrashMoment.After),
        new("before-history", CrashSite.Call, "IHistoryGrain.AppendAsync", CrashMoment.Before),
        new("during-import", CrashSite.Call, "IProjectGrain.AddSegmentAsync", CrashMoment.Before),
    ];

    /// <summary>It fires at a random one of so many first passes: few where it is seldom passed.</summary>
    public int Passes => Name is "before-rate-change" or "during-rate-change" ? 8 : Name is "during-import" ? 2 : 30;
}

/// <summary>Which point is armed, and at which pass it fires; handed to the server in its environment.</summary>
public sealed record CrashOrder(CrashPoint Point, int Pass, string MarkFile)
{
    private const string Variable = "DISTRIBUTION_CHAOS_POINT";

    /// <summary>What makes the server load this program's hook, with this order.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(CrashOrder).Assembly.Location,
        ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(CrashOrder).Assembly.GetName().Name!,
        [Variable] = string.Create(CultureInfo.InvariantCulture, $"{Point.Name}|{Pass}|{MarkFile}"),
    };

    /// <summary>The order of this process, or null.</summary>
    public static CrashOrder? FromEnvironment()
    {
        if (System.Environment.GetEnvironmentVariable(Variable)?.Split('|') is not [var name, var pass, var mark]) return null;
        return new CrashOrder(CrashPoint.All.Single(point => point.Name == name), int.Parse(pass, CultureInfo.InvariantCulture), mark);
    }
}
