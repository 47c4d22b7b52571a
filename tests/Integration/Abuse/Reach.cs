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

    /// <summary>A manager's thing (a project, a course, a class): its owner and administrators; trainers are forbidden, other managers find nothing.</summary>
    Project = 6,

    /// <summary>Administrators only.</summary>
    Admin = 7,

    /// <summary>Reviewers' own, without an id.</summary>
    Reviewing = 8,

    /// <summary>A reviewer's own claim: trainers are forbidden, others find nothing.</summary>
    ReviewingById = 9,
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
        ["GetWishes"] = (Reach.Own, null),
        ["SetWishes"] = (Reach.Own, new { dailyMinutesMax = 0, leansToLearned = true, goOnToday = false }),
        ["JoinLine"] = (Reach.Shared, null),
        ["LeaveLine"] = (Reach.Shared, null),
        ["ListBuiltInTaskTypes"] = (Reach.Shared, null),
        ["ListTaskTypeVersions"] = (Reach.Shared, null),
        ["GetTaskType"] = (Reach.Shared, null),
        ["CheckTaskType"] = (Reach.Managing, new { id = "free-form" }),
        ["PublishTaskType"] = (Reach.Managing, new { id = "free-form" }),
        ["ListProjects"] = (Reach.Managing, null),
        ["CreateProject"] = (Reach.Managing, new { id = "swept", settings = Support.ProjectSetup.Settings(), budget = "1" }),
        ["GetProject"] = (Reach.Project, null),
        ["ChangeProject"] = (Reach.Project, Support.ProjectSetup.Settings(overlap: 2)),
        ["SetProjectStatus"] = (Reach.Project, new { status = "paused" }),
        ["GetPilot"] = (Reach.Project, null),
        ["StartPilot"] = (Reach.Project, new { trainers = Array.Empty<string>(), trainersMax = 5, tasks = 10 }),
        ["GetProjectRisk"] = (Reach.Project, null),
        ["ListTerms"] = (Reach.Project, null),
        ["SetTerms"] = (Reach.Project, new { tier = "generalist" }),
        ["SetProjectBudget"] = (Reach.Project, new { total = "1000000001" }),
        ["RunImport"] = (Reach.Project, null),
        ["GetImport"] = (Reach.Project, null),
        ["DownloadImportErrors"] = (Reach.Project, null),
        ["StoreImage"] = (Reach.Project, null),
        ["GetProjectImage"] = (Reach.Project, null),
        ["TakeSnapshot"] = (Reach.Project, null),
        ["GetDataCard"] = (Reach.Project, null),
        ["ReadExport"] = (Reach.Project, null),
        ["GetTask"] = (Reach.Project, null),
        ["GetTaskMaterial"] = (Reach.Project, null),
        ["ListStuckTasks"] = (Reach.Project, null),
        ["UnstickTask"] = (Reach.Project, null),
        ["ReadHistory"] = (Reach.Project, null),
        ["GetLive"] = (Reach.Project, null),
        ["ListOverview"] = (Reach.Managing, null),
        ["GetPulse"] = (Reach.Project, null),
        ["GetSeries"] = (Reach.Project, null),
        ["ListHolders"] = (Reach.Project, null),
        ["ListHurried"] = (Reach.Project, null),
        ["GetQueueCounts"] = (Reach.Project, null),
        ["GetTaskContent"] = (Reach.OwnById, null),
        ["Beat"] = (Reach.OwnById, new { fence = 1, isActive = true, idleMs = 0 }),
        ["PauseAssignment"] = (Reach.OwnById, new { fence = 1 }),
        ["ResumeAssignment"] = (Reach.OwnById, new { fence = 1 }),
        ["Submit"] = (Reach.OwnById, new { submissionId = "12345678", task = "swept/0", fence = 1, body = new { response = "mine now" } }),
        ["ReleaseAssignment"] = (Reach.OwnById, new { fence = 1 }),
        ["SkipAssignment"] = (Reach.OwnById, new { fence = 1, reason = "why" }),
        ["ReportAssignment"] = (Reach.OwnById, new { fence = 1, reason = "why" }),
        ["GetTaskImage"] = (Reach.OwnById, null),
        ["GetDraft"] = (Reach.OwnById, null),
        ["SaveDraft"] = (Reach.OwnById, new { version = 9, body = "mine now" }),
        ["GetReceipt"] = (Reach.OwnById, null),
        ["GetStanding"] = (Reach.Own, null),
        ["ListContracts"] = (Reach.Shared, null),
        ["GetContract"] = (Reach.Shared, null),
        ["SignContract"] = (Reach.Shared, new { signedName = "Kim Minji", textHash = new string('0', 64), agreed = true }),
        ["PublishContract"] = (Reach.Managing, Support.LearningSetup.Contract()),
        ["ListQualifications"] = (Reach.Shared, null),
        ["ListQualificationVersions"] = (Reach.Shared, null),
        ["PublishQualification"] = (Reach.Managing, SweptWorld.Qualification),
        ["GrantQualification"] = (Reach.Project, new { version = 1, reason = "An interview" }),
        ["RevokeQualification"] = (Reach.Project, new { reason = "A mistake of ours" }),
        ["ListCourses"] = (Reach.Shared, null),
        ["GetCourse"] = (Reach.Shared, null),
        ["EnrolInCourse"] = (Reach.Shared, null),
        ["MarkLessonRead"] = (Reach.Shared, null),
        ["AnswerPractice"] = (Reach.Shared, new { answer = new { response = "hello" } }),
        ["StartQuiz"] = (Reach.Shared, null),
        ["GetQuizAttempt"] = (Reach.Shared, null),
        ["SaveQuizAnswers"] = (Reach.Shared, new { answers = new { q1 = new[] { "yes" } } }),
        ["FinishQuiz"] = (Reach.Shared, new { answers = new { q1 = new[] { "yes" } } }),
        ["GetCertificate"] = (Reach.Shared, null),
        ["GetCourseChanges"] = (Reach.Shared, null),
        ["CheckCourseChanges"] = (Reach.Shared, new { answers = new { q1 = new[] { "yes" } } }),
        ["GetCoursePicture"] = (Reach.Shared, null),
        ["PublishCourse"] = (Reach.Managing, SweptWorld.Course),
        ["UploadCoursePicture"] = (Reach.Managing, null),
        ["ListManuscripts"] = (Reach.Managing, null),
        ["GetManuscript"] = (Reach.Managing, null),
        ["SaveManuscript"] = (Reach.Managing, new { revision = 0, document = new { title = Support.LearningSetup.Text("Unfinished") } }),
        ["DiscardManuscript"] = (Reach.Managing, null),
        ["ListCourseVersions"] = (Reach.Project, null),
        ["GetCourseDocument"] = (Reach.Project, null),
        ["ListClasses"] = (Reach.Managing, null),
        ["PutClass"] = (Reach.Managing, new { name = "Swept", courses = new[] { SweptWorld.Name } }),
        ["GetClassProgress"] = (Reach.Project, null),
        ["RemoveClassMember"] = (Reach.Project, null),
        ["ListJoinedClasses"] = (Reach.Own, null),
        // Without its code a class that there is looks like one that there is not.
        ["JoinClass"] = (Reach.OwnById, new { code = "guessed", consent = true }),
        ["LeaveClass"] = (Reach.Shared, null),
        ["ListCredentials"] = (Reach.Own, null),
        ["AddCredential"] = (Reach.Own, new { kind = "law", title = "Attorney", issuer = "Korean Bar" }),
        ["RemoveCredential"] = (Reach.OwnById, null),
        ["UploadCredentialDocument"] = (Reach.OwnById, null),
        ["GetCredentialDocument"] = (Reach.OwnById, null),
        ["SubmitCredential"] = (Reach.OwnById, null),
        ["ListPendingCredentials"] = (Reach.Managing, null),
        ["OpenCredentialDocument"] = (Reach.Managing, null),
        ["DecideCredential"] = (Reach.Managing, new { status = "rejected", reason = "Not readable" }),
        ["PublishGuidelines"] = (Reach.Project, new { text = new { ko = "# Facts\nThen the form.", en = "# Facts\nThen the form." } }),
        ["GetGuidelinesDocument"] = (Reach.Project, null),
        ["GetGuidelines"] = (Reach.Shared, null),
        ["GetGuidelineChanges"] = (Reach.Shared, null),
        ["CheckGuidelines"] = (Reach.Shared, new { answers = new { q1 = new[] { "yes" } } }),
        ["GetPinnedGuidelines"] = (Reach.OwnById, null),
        ["GetReviewPolicy"] = (Reach.Project, null),
        ["SetReviewPolicy"] = (Reach.Project, SweptWorld.ReviewPolicy),
        ["CountReviews"] = (Reach.Project, null),
        ["GetReview"] = (Reach.Project, null),
        ["ListGoldTasks"] = (Reach.Project, null),
        ["SetGoldTasks"] = (Reach.Project, new { tasks = Array.Empty<object>() }),
        ["ListReviewProjects"] = (Reach.Reviewing, null),
        ["ClaimReview"] = (Reach.Reviewing, new { project = SweptWorld.Name }),
        ["GetReviewTask"] = (Reach.ReviewingById, null),
        ["GiveVerdict"] = (Reach.ReviewingById, new { project = SweptWorld.Name, fence = 3, verdict = "accepted", reasons = Array.Empty<object>() }),
        ["ReleaseReview"] = (Reach.ReviewingById, new { project = SweptWorld.Name }),
        ["GetFeedback"] = (Reach.Own, null),
        ["GetAnswerFeedback"] = (Reach.OwnById, null),
        ["FixAnswer"] = (Reach.OwnById, new { submissionId = "12345678", task = "swept/0", body = new { response = "mine now" } }),
        ["AppealVerdict"] = (Reach.OwnById, new { task = "swept/0", text = "It stands on page three." }),
        ["GetEarnings"] = (Reach.Own, null),
        ["DownloadStatement"] = (Reach.Own, null),
        ["DisputeEntry"] = (Reach.Own, new { text = "Why so little?" }),
        ["ListDisputes"] = (Reach.Own, null),
        ["GetPayouts"] = (Reach.Own, null),
        ["ListProjectDisputes"] = (Reach.Project, null),
        ["AnswerProjectDispute"] = (Reach.Project, new { outcome = "explained", answer = "The time was short" }),
        ["ListOtherDisputes"] = (Reach.Admin, null),
        ["AnswerOtherDispute"] = (Reach.Admin, new { outcome = "explained", answer = "That is what it pays" }),
        ["GetAccountPayouts"] = (Reach.Admin, null),
        ["PayOut"] = (Reach.Admin, new { reference = "wire-1", amount = "1", currency = "USD" }),
        ["ReturnPayout"] = (Reach.Admin, new { reason = "Account closed" }),
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
