using Distribution.Contracts.Accounts;
using Distribution.Contracts.Earnings;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Earnings;

/// <summary>Payouts, for administrators: what the balance covers, once by reference.</summary>
internal static class PayoutsApi
{
    public static void MapPayouts(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/admin/payouts/{account}").WithTags("Payouts").RequireAuthorization(Scope.Admin).RequireRateLimiting(Rates.Api);
        group.MapGet("", GetAsync).WithName("GetAccountPayouts");
        group.MapPost("", PayAsync).WithName("PayOut").WithSummary("Pays out; the same reference again pays nothing more");
        group.MapPost("/{reference}/returned", ReturnAsync).WithName("ReturnPayout").WithSummary("A payout came back and is in the balance again");
    }

    private static async Task<Results<Ok<PayoutBook>, ProblemHttpResult>> GetAsync(string account, IGrainFactory grains) =>
        await FindAsync(account, grains) is { } payouts ? TypedResults.Ok(await payouts.GetAsync()) : Problems.NotFound("The account");

    private static async Task<Results<Ok<Payout>, ProblemHttpResult>> PayAsync(string account, PayoutRequest request, IGrainFactory grains) =>
        await FindAsync(account, grains) is { } payouts
            ? (await payouts.PayAsync(request.Reference, request.Amount, request.Currency)).ToResult()
            : Problems.NotFound("The account");

    private static async Task<Results<Ok<Payout>, ProblemHttpResult>> ReturnAsync(string account, string reference, PayoutReturnRequest request, IGrainFactory grains) =>
        await FindAsync(account, grains) is { } payouts ? (await payouts.ReturnAsync(reference, request.Reason)).ToResult() : Problems.NotFound("The account");

    private static async Task<IPayoutsGrain?> FindAsync(string account, IGrainFactory grains) =>
        account.Length is > 0 and <= 64 && await grains.GetGrain<IAccountGrain>(account).GetAsync() is not null ? grains.GetGrain<IPayoutsGrain>(account) : null;
}
