using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Distribution.Web.Common;
using Microsoft.AspNetCore.RateLimiting;

namespace Distribution.Web.Security;

/// <summary>The rate limits: by account, and by address where there is none.</summary>
internal static class Rates
{
    /// <summary>The policy of ordinary endpoints.</summary>
    public const string Api = "api";

    /// <summary>The policy of sign-in and sign-up.</summary>
    public const string SignIn = "sign-in";

    public static void Configure(RateLimiterOptions limiter, RateOptions rates)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = RejectAsync;
        limiter.AddPolicy(Api, http => http.User.FindFirst(Claims.Account) is { } account
            ? Bucket("account:" + account.Value, rates.PerAccountPerSecond, rates.PerAccountBurst)
            : Bucket("address:" + AddressOf(http), rates.AnonymousPerSecond, rates.AnonymousPerSecond));
        limiter.AddPolicy(SignIn, http => RateLimitPartition.GetSlidingWindowLimiter("sign-in:" + AddressOf(http), _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = rates.SignInPerAddressPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));
    }

    private static RateLimitPartition<string> Bucket(string key, int perSecond, int burst) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });

    /// <summary>An IPv6 customer has a whole /64, so that is what counts.</summary>
    private static string AddressOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.GetAddressBytes() is { Length: 16 } bytes ? Convert.ToHexString(bytes.AsSpan(0, 8)) : address.ToString();
    }

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Ceiling(after.TotalSeconds) : 1;
        context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, wait).ToString(CultureInfo.InvariantCulture);
        await Problems.Of(StatusCodes.Status429TooManyRequests, "TooManyRequests", "Too many requests: wait as long as Retry-After says.")
            .ExecuteAsync(context.HttpContext);
    }
}
