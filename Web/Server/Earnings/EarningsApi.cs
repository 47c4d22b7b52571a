using System.Globalization;
using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Earnings;
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
        group.MapGet("/statement.csv", StatementAsync).WithName("DownloadStatement").WithSummary("The month as CSV, with every entry's hash and the ledger's own at the end");
        group.MapPost("/entries/{sequence:long:min(0)}/dispute", DisputeAsync).WithName("DisputeEntry").WithSummary("Disputes a line, once").RequireAuthorization(Scope.Self);
        var mine = api.MapGroup("/earnings").WithTags("Earnings").RequireAuthorization(Scope.Earnings).RequireRateLimiting(Rates.Api);
        mine.MapGet("", SummaryAsync).WithName("GetEarnings").WithSummary("Today, this week and a month (?month=2026-11) by project, in one's own time zone, with the effective hourly rate");
        mine.MapGet("/disputes", DisputesAsync).WithName("ListDisputes");
        mine.MapGet("/payouts", PayoutsAsync).WithName("GetPayouts").WithSummary("The balance now, and every payout with its status");
    }

    private static async Task<Results<Ok<EarningsSummary>, ProblemHttpResult>> SummaryAsync(ClaimsPrincipal user, EarningsReader reader, string? month = null) =>
        month is null || IsMonth(month) ? TypedResults.Ok(await reader.ReadAsync(user.Id(), month)) : Problems.NotFound("The month");

    private static async Task<Ok<IReadOnlyList<Dispute>>> DisputesAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<IDisputesGrain>(user.Id().Value).ListAsync());

    private static async Task<Ok<PayoutBook>> PayoutsAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<IPayoutsGrain>(user.Id().Value).GetAsync());

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> StatementAsync(string month, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!IsMonth(month)) return Problems.NotFound("The month");
        var ledger = Ledger(month, user, grains);
        var entries = new List<LedgerEntry>();
        var head = await ledger.GetHeadAsync();
        while (entries.Count < head.Entries)
        {
            var page = await ledger.ReadAsync(entries.Count, (int)Math.Min(TakeMax, head.Entries - entries.Count));
            if (page.Count == 0) break;
            entries.AddRange(page);
        }

        var csv = System.Text.Encoding.UTF8.GetPreamble().Concat(System.Text.Encoding.UTF8.GetBytes(StatementCsv.Write(head, entries))).ToArray();
        return TypedResults.File(csv, "text/csv; charset=utf-8", $"statement-{month}.csv");
    }

    /// <summary>The dispute is the trainer's record; the project's list of open ones is an index beside it.</summary>
    private static async Task<Results<Ok<Dispute>, ProblemHttpResult>> DisputeAsync(
        string month, long sequence, DisputeRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!IsMonth(month)) return Problems.NotFound("The month");
        var filed = await grains.GetGrain<IDisputesGrain>(user.Id().Value).FileAsync(month, sequence, request.Text);
        if (!filed.IsOk) return Problems.From(filed.Refusal);
        var listed = await grains.GetGrain<IRegistryGrain>(DisputeList.Of(filed.Value.Project)).AddAsync($"{user.Id()}/{filed.Value.Id}");
        return listed.IsOk ? TypedResults.Ok(filed.Value) : Problems.From(listed.Refusal);
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
