using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Training;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Classes;

/// <summary>Makes or changes a class.</summary>
public sealed record ClassRequest([property: Required, StringLength(120, MinimumLength = 2)] string Name, [property: Required] IReadOnlyList<string> Courses);

/// <summary>Joins a class. Consent must be true: its owner then sees one's progress in its courses, and nothing else.</summary>
public sealed record JoinRequest([property: Required, StringLength(64, MinimumLength = 4)] string Code, bool Consent);

/// <summary>A class as somebody in it sees it.</summary>
public sealed record JoinedClass(string Id, string Name, IReadOnlyList<string> Courses, DateTimeOffset ConsentedAt);

/// <summary>How the people of a class are doing. Only those who consented, and only the courses of the class.</summary>
public sealed record ClassProgress(ClassView Class, IReadOnlyList<MemberProgress> Members);

/// <summary>One person's progress.</summary>
public sealed record MemberProgress(WorkerId Account, string DisplayName, DateTimeOffset ConsentedAt, IReadOnlyList<MemberCourse> Courses);

/// <summary>One person in one course.</summary>
public sealed record MemberCourse(
    string Course, int LessonsRead, int Lessons, int PracticeRight, int Practice, int Attempts, int? BestPercent, DateTimeOffset? PassedAt, int? PassedVersion);

/// <summary>Classes of schools and companies: they enrol people, who say yes themselves, and see how they are doing.</summary>
internal static class ClassesApi
{
    private const string What = "The class";

    public static void MapClasses(this IEndpointRouteBuilder api)
    {
        var owners = api.MapGroup("/classes").WithTags("Classes").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        owners.MapGet("", ListAsync).WithName("ListClasses").WithSummary("One's own classes");
        owners.MapPut("/{group}", PutAsync).WithName("PutClass").WithSummary("Makes or changes a class; its code lets people join");
        owners.MapGet("/{group}/progress", ProgressAsync).WithName("GetClassProgress").WithSummary("How its people are doing, with their consent");
        owners.MapDelete("/{group}/members/{account}", RemoveAsync).WithName("RemoveClassMember");
        var mine = api.MapGroup("/work/classes").WithTags("Classes").RequireAuthorization(Scope.Self).RequireRateLimiting(Rates.Api);
        mine.MapGet("", JoinedAsync).WithName("ListJoinedClasses").WithSummary("The classes that one is in");
        mine.MapPost("/{group}", JoinAsync).WithName("JoinClass").WithSummary("Joins with the class's code, and consents");
        mine.MapDelete("/{group}", LeaveAsync).WithName("LeaveClass").WithSummary("Leaves, and takes the consent back");
    }

    private static async Task<Ok<IReadOnlyList<ClassView>>> ListAsync(ClaimsPrincipal user, IGrainFactory grains)
    {
        var names = await grains.GetGrain<IRegistryGrain>(OwnedBy(user)).ListAsync();
        var classes = await Task.WhenAll(names.Select(name => grains.GetGrain<IClassGrain>(name).GetAsync()));
        return TypedResults.Ok<IReadOnlyList<ClassView>>([.. classes.OfType<ClassView>().Where(found => found.Owner == user.Id())]);
    }

    private static async Task<Results<Ok<ClassView>, ProblemHttpResult>> PutAsync(string group, ClassRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!Names.IsName(group)) return Problems.From(Refusal.Invalid("BadName", "A class's id has 2 to 40 lower-case letters, digits and hyphens."));
        if (!request.Courses.All(Names.IsName)) return Problems.From(Refusal.Invalid("BadCourse", "Courses are named by their ids."));
        var grain = grains.GetGrain<IClassGrain>(group);
        if (await grain.GetAsync() is { } present)
            return Runs(user, present) ? (await grain.ChangeAsync(request.Name, request.Courses)).ToResult() : Problems.From(Refusal.Conflict("IdTaken", "This id is taken: choose another."));
        var listed = await grains.GetGrain<IRegistryGrain>(OwnedBy(user)).AddAsync(group);
        return listed.IsOk ? (await grain.CreateAsync(user.Id(), request.Name, request.Courses)).ToResult() : Problems.From(listed.Refusal);
    }

    private static async Task<Results<Ok<ClassProgress>, ProblemHttpResult>> ProgressAsync(
        string group, ClaimsPrincipal user, IGrainFactory grains, ICourseLibrary library)
    {
        if (await FindAsync(group, user, grains) is not { } found) return Problems.NotFound(What);
        var courses = (await Task.WhenAll(found.Courses.Select(course => library.FindAsync(course, 0)))).OfType<PublishedCourse>().ToList();
        var members = await Task.WhenAll(found.Members.Select(member => MemberAsync(member, courses, grains)));
        return TypedResults.Ok(new ClassProgress(found, members));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string group, string account, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await FindAsync(group, user, grains) is null) return Problems.NotFound(What);
        await grains.GetGrain<IClassGrain>(group).LeaveAsync(new WorkerId(account));
        return TypedResults.NoContent();
    }

    private static async Task<Ok<IReadOnlyList<JoinedClass>>> JoinedAsync(ClaimsPrincipal user, IGrainFactory grains)
    {
        var names = await grains.GetGrain<IRegistryGrain>(JoinedBy(user)).ListAsync();
        var classes = await Task.WhenAll(names.Select(name => grains.GetGrain<IClassGrain>(name).GetAsync()));
        return TypedResults.Ok<IReadOnlyList<JoinedClass>>([.. classes.OfType<ClassView>().Select(found => Joined(found, user.Id())).OfType<JoinedClass>()]);
    }

    private static async Task<Results<Ok<JoinedClass>, ProblemHttpResult>> JoinAsync(string group, JoinRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!Names.IsName(group)) return Problems.NotFound(What);
        if (!request.Consent) return Problems.From(Refusal.Invalid("NoConsent", "Without your consent nobody sees your progress, and a class has no use."));
        if (await grains.GetGrain<IClassGrain>(group).GetAsync() is null) return Problems.NotFound(What);
        var listed = await grains.GetGrain<IRegistryGrain>(JoinedBy(user)).AddAsync(group);
        if (!listed.IsOk) return Problems.From(listed.Refusal);
        return (await grains.GetGrain<IClassGrain>(group).JoinAsync(user.Id(), request.Code)).ToResult(found => Joined(found, user.Id())!);
    }

    private static async Task<NoContent> LeaveAsync(string group, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Names.IsName(group)) await grains.GetGrain<IClassGrain>(group).LeaveAsync(user.Id());
        return TypedResults.NoContent();
    }

    private static async Task<MemberProgress> MemberAsync(ClassMember member, IReadOnlyList<PublishedCourse> courses, IGrainFactory grains)
    {
        var account = await grains.GetGrain<IAccountGrain>(member.Worker.Value).GetAsync();
        var progress = await Task.WhenAll(courses.Select(async course =>
            Course(course, await grains.GetGrain<IAttemptGrain>($"{member.Worker}/{course.Id}").GetAsync())));
        return new MemberProgress(member.Worker, account?.DisplayName ?? "", member.ConsentedAt, progress);
    }

    private static MemberCourse Course(PublishedCourse course, CourseProgress progress)
    {
        var ended = progress.Attempts.Where(static attempt => attempt is { FinishedAt: not null, Total: > 0 }).ToList();
        var passed = progress.Certificates.Count > 0 ? progress.Certificates[^1] : null;
        return new MemberCourse(
            course.Id, course.Document.Lessons.Count(lesson => progress.LessonsRead.Contains(lesson.Id)), course.Document.Lessons.Count,
            course.Document.Practice.Count(task => progress.Practice.GetValueOrDefault(task.Id)?.FirstWasRight ?? false), course.Document.Practice.Count,
            ended.Count, ended.Count == 0 ? null : ended.Max(static attempt => attempt.Right * 100 / attempt.Total), passed?.PassedAt, passed?.CourseVersion);
    }

    private static JoinedClass? Joined(ClassView found, WorkerId me) =>
        found.Members.FirstOrDefault(member => member.Worker == me) is { } member ? new JoinedClass(found.Id, found.Name, found.Courses, member.ConsentedAt) : null;

    private static async Task<ClassView?> FindAsync(string group, ClaimsPrincipal user, IGrainFactory grains) =>
        Names.IsName(group) && await grains.GetGrain<IClassGrain>(group).GetAsync() is { } found && Runs(user, found) ? found : null;

    private static bool Runs(ClaimsPrincipal user, ClassView found) => found.Owner == user.Id() || user.IsAdmin();

    private static string OwnedBy(ClaimsPrincipal user) => $"classes-of/{user.Id()}";

    private static string JoinedBy(ClaimsPrincipal user) => $"classes-with/{user.Id()}";
}
