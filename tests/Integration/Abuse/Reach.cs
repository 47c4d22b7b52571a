using System.Collections.Frozen;

namespace Distribution.Tests.Integration.Abuse;

/// <summary>Whose a route's thing is, which decides what every other role must hear.</summary>
public enum Reach
{
    /// <summary>The ways in: nobody is signed in yet.</summary>
    Open = 1,

    /// <summary>Only one's own things; the address names nobody.</summary>
    Own = 2,

    /// <summary>Readable for whoever is signed in.</summary>
    Shared = 3,

    /// <summary>One's own things by id: strangers' are not found.</summary>
    OwnById = 4,

    /// <summary>Managers' own, without an id.</summary>
    Managing = 5,

    /// <summary>A project's: its owner and administrators; trainers are forbidden, other managers find nothing.</summary>
    Project = 6,

    /// <summary>Administrators only.</summary>
    Admin = 7,
}

/// <summary>
/// Every operation of the OpenAPI document and every hub method, with whose its thing is and what a well-formed call of it sends. A new
/// one that is missing here fails the tests: decide who may reach it, and write it down.
/// </summary>
internal static class ReachTable
{
    public static FrozenDictionary<string, (Reach Reach, object? Body)> Operations { get; } = new Dictionary<string, (Reach, object?)>
    {
        ["SignUp"] = (Reach.Open, null),
        ["SignIn"] = (Reach.Open, null),
        ["RedeemSetupLink"] = (Reach.Open, null),
        ["GetMe"] = (Reach.Own, null),
        ["SignOut"] = (Reach.Own, null),
        ["SignOutEverywhere"] = (Reach.Own, null),
        ["ChangePassword"] = (Reach.Own, new { current = "x", next = "a long enough one" }),
        ["ListApiKeys"] = (Reach.Own, null),
        ["CreateApiKey"] = (Reach.Own, new { name = "k", scopes = new[] { "work" } }),
        ["RemoveApiKey"] = (Reach.OwnById, null),
        ["GetLedger"] = (Reach.Own, null),
        ["ListLedgerEntries"] = (Reach.Own, null),
        ["ListOpenProjects"] = (Reach.Own, null),
        ["LeaseTask"] = (Reach.Own, new { project = "swept" }),
        ["GetCurrentWork"] = (Reach.Own, null),
        ["GetProfile"] = (Reach.Own, null),
        ["SetProfile"] = (Reach.Own, new { displayName = "Kim", timeZone = "UTC", locale = "ko" }),
        ["JoinLine"] = (Reach.Shared, null),
        ["LeaveLine"] = (Reach.Shared, null),
        ["ListBuiltInTaskTypes"] = (Reach.Shared, null),
        ["ListTaskTypeVersions"] = (Reach.Shared, null),
        ["GetTaskType"] = (Reach.Shared, null),
        ["PublishTaskType"] = (Reach.Managing, new { id = "free-form" }),
        ["ListProjects"] = (Reach.Managing, null),
        ["CreateProject"] = (Reach.Managing, new { id = "swept", settings = Support.ProjectSetup.Settings(), budget = "1" }),
        ["GetProject"] = (Reach.Project, null),
        ["ChangeProject"] = (Reach.Project, Support.ProjectSetup.Settings(overlap: 2)),
        ["SetProjectStatus"] = (Reach.Project, new { status = "paused" }),
        ["SetProjectBudget"] = (Reach.Project, new { total = "1000000001" }),
        ["RunImport"] = (Reach.Project, null),
        ["GetImport"] = (Reach.Project, null),
        ["DownloadImportErrors"] = (Reach.Project, null),
        ["TakeSnapshot"] = (Reach.Project, null),
        ["ReadExport"] = (Reach.Project, null),
        ["GetTask"] = (Reach.Project, null),
        ["ListStuckTasks"] = (Reach.Project, null),
        ["UnstickTask"] = (Reach.Project, null),
        ["ReadHistory"] = (Reach.Project, null),
        ["GetLive"] = (Reach.Project, null),
        ["ListOverview"] = (Reach.Managing, null),
        ["GetPulse"] = (Reach.Project, null),
        ["GetSeries"] = (Reach.Project, null),
        ["ListHolders"] = (Reach.Project, null),
        ["GetQueueCounts"] = (Reach.Project, null),
        ["GetTaskContent"] = (Reach.OwnById, null),
        ["Beat"] = (Reach.OwnById, new { fence = 1, isActive = true, idleMs = 0 }),
        ["PauseAssignment"] = (Reach.OwnById, new { fence = 1 }),
        ["ResumeAssignment"] = (Reach.OwnById, new { fence = 1 }),
        ["Submit"] = (Reach.OwnById, new { submissionId = "12345678", task = "swept/0", fence = 1, body = new { response = "mine now" } }),
        ["ReleaseAssignment"] = (Reach.OwnById, new { fence = 1 }),
        ["SkipAssignment"] = (Reach.OwnById, new { fence = 1, reason = "why" }),
        ["ReportAssignment"] = (Reach.OwnById, new { fence = 1, reason = "why" }),
        ["GetDraft"] = (Reach.OwnById, null),
        ["SaveDraft"] = (Reach.OwnById, new { version = 9, body = "mine now" }),
        ["GetReceipt"] = (Reach.OwnById, null),
        ["GetAudit"] = (Reach.Admin, null),
        ["ReleaseAudit"] = (Reach.Admin, null),
        ["ListAccounts"] = (Reach.Admin, null),
        ["GetAccount"] = (Reach.Admin, null),
        ["SetAccountRoles"] = (Reach.Admin, new { roles = new[] { "trainer" } }),
        ["SetAccountStatus"] = (Reach.Admin, new { status = "suspended" }),
        ["EndAccountSessions"] = (Reach.Admin, null),
    }.ToFrozenDictionary();

    /// <summary>What calls of hub methods send; the id of the thing comes first.</summary>
    public static FrozenDictionary<string, (Reach Reach, object[] More)> HubMethods { get; } = new Dictionary<string, (Reach, object[])>
    {
        ["WorkHub.Watch"] = (Reach.Own, []),
        ["WorkHub.Lease"] = (Reach.Own, [new { project = "swept" }]),
        ["WorkHub.Beat"] = (Reach.OwnById, [new { fence = 1, isActive = true, idleMs = 0 }]),
        ["WorkHub.Submit"] = (Reach.OwnById, [new { submissionId = "12345678", task = "swept/0", fence = 1, body = new { response = "mine now" } }]),
        ["LiveHub.Watch"] = (Reach.Project, []),
        ["LiveHub.Unwatch"] = (Reach.Project, []),
    }.ToFrozenDictionary();
}
