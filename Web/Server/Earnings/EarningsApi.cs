using System.Globalization;
using System.Security.Claims;
using Distribution.Contracts.Ledger;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Earnings;

/// <summary>One's own ledger, by UTC month ("2026-11").</summary>
internal static class EarningsApi
{
    private const int TakeMax = 200;

    public static void MapEarnings(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledger/{month}").WithTags("Earnings").RequireAuthorization(Scope.Earnings).RequireRateLimiting(Rates.Api);
        group.MapGet("", HeadAsync).WithName("GetLedger");
        group.MapGet("/entries", EntriesAsync).WithName("ListLedgerEntries");
    }

    private static async Task<Results<Ok<LedgerHead>, ProblemHttpResult>> HeadAsync(string month, ClaimsPrincipal user, IGrainFactory grains) =>
        IsMonth(month) ? TypedResults.Ok(await Ledger(month, user, grains).GetHeadAsync()) : Problems.NotFound("The month");

    private static async Task<Results<Ok<IReadOnlyList<LedgerEntry>>, ProblemHttpResult>> EntriesAsync(
        string month, ClaimsPrincipal user, IGrainFactory grains, long from = 0, int take = 50) =>
        IsMonth(month)
            ? TypedResults.Ok(await Ledger(month, user, grains).ReadAsync(Math.Max(0, from), Math.Clamp(take, 1, TakeMax)))
            : Problems.NotFound("The month");

    private static bool IsMonth(string month) =>
        DateTime.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 2020 and < 2100;

    private static ILedgerGrain Ledger(string month, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.GetGrain<ILedgerGrain>($"{user.Id()}/{month}");
}
