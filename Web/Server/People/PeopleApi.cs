using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Contracts.People;
using Distribution.Contracts.Reviews;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.People;

/// <summary>The trainers of a project, for those who run it: distributions first, then each by name.</summary>
internal static class PeopleApi
{
    private const int TakeMax = 200;
    private const int AtOnce = 64;

    /// <summary>Trainers whose gold answers are looked up for the distribution: those with the most answers.</summary>
    private const int JudgedMax = 1_000;

    private const int SearchMax = 200;

    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects/{project}").WithTags("People").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("/people", ListAsync).WithName("ListPeople");
        group.MapGet("/trainers", FindAsync).WithName("FindTrainers")
            .WithSummary("Trainers by name, or one by the whole e-mail or account; \"ofProject\" leaves out who has never held a task here");
    }

    private static async Task<Results<Ok<IReadOnlyList<TrainerHit>>, ProblemHttpResult>> FindAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, TrainerSearch trainers, string search = "", bool ofProject = false) =>
        await access.FindAsync(user, project) is { } view
            ? TypedResults.Ok(await trainers.FindAsync(view, search[..Math.Min(search.Length, SearchMax)], ofProject))
            : Problems.NotFound("The project");

    /// <summary>Sorted by answers, pace, accuracy, hurried or last; trainers without the figure come last.</summary>
    private static async Task<Results<Ok<PeopleView>, ProblemHttpResult>> ListAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains, PersonNames called, string sort = "answers", int skip = 0, int take = 50)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound("The project");
        if (!PeopleFigures.Sorts.Contains(sort)) return Problems.From(Refusal.Invalid("BadSort", $"Sort by {string.Join(", ", PeopleFigures.Sorts)}."));
        var people = await grains.GetGrain<IPeopleGrain>(project).ListAsync();
        var hurried = (await grains.GetGrain<ILiveGrain>(project).GetHurriedAsync()).ToDictionary(static trainer => trainer.Worker);
        var gold = await GoldAsync(grains, view.Id, people);
        var rows = people.Select(person => PeopleFigures.Of(person, gold.GetValueOrDefault(person.Worker), hurried.GetValueOrDefault(person.Worker))).ToList();
        var page = PeopleFigures.Sort(rows, sort).Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, TakeMax)).ToList();
        var names = await Task.WhenAll(page.Select(row => called.OfAsync(row.Figures.Worker)));
        return TypedResults.Ok(new PeopleView(
            rows.Count, PeopleFigures.Pace(rows), PeopleFigures.Accuracy(rows), PeopleFigures.Spread(rows),
            [.. page.Select((row, i) => row with { DisplayName = names[i] })]));
    }

    private static async Task<Dictionary<WorkerId, (int Right, int Wrong)>> GoldAsync(IGrainFactory grains, ProjectId project, IReadOnlyList<PersonFigures> people)
    {
        var found = new Dictionary<WorkerId, (int, int)>();
        foreach (var chunk in people.Where(static person => person.Answers > 0).Take(JudgedMax).Chunk(AtOnce))
        {
            var heard = await Task.WhenAll(chunk.Select(person => grains.GetGrain<IFeedbackGrain>(person.Worker.Value).GetAsync()));
            for (var i = 0; i < chunk.Length; i++)
            {
                var months = heard[i].Months.Where(month => month.Project == project).ToList();
                found[chunk[i].Worker] = (months.Sum(static month => month.GoldRight), months.Sum(static month => month.GoldWrong));
            }
        }

        return found;
    }
}
