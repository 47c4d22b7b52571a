using Distribution.Web.Common;
using Microsoft.Extensions.Options;

namespace Distribution.Web.Security;

/// <summary>
/// Refuses what another site makes a browser send. Requests that carry their own proof (a token, a key) can't be forged that way;
/// all others that change something need a header which no foreign page can add, and an origin of ours.
/// </summary>
internal sealed class OriginGuard(RequestDelegate next, IOptions<WebOptions> options)
{
    /// <summary>The header of our own pages; its value is "1".</summary>
    public const string Header = "X-Distribution";

    public Task InvokeAsync(HttpContext http)
    {
        var isHub = http.Request.Path.StartsWithSegments("/hubs");
        if (!isHub && IsSafe(http.Request.Method)) return next(http);
        var refusal = Refuse(http.Request, isHub, hasProof: Schemes.BearerOf(http.Request) is not null);
        return refusal is null ? next(http) : Problems.Of(StatusCodes.Status403Forbidden, "CrossSite", refusal).ExecuteAsync(http);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private string? Refuse(HttpRequest request, bool isHub, bool hasProof)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !IsOurs(request, origin)) return "This origin may not call here.";
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none") && !IsOurs(request, origin))
            return "Another site may not call here.";
        if (hasProof) return null;
        if (isHub) return origin.Length > 0 ? null : "A browser's socket names its origin; programs send a token.";
        return request.Headers[Header] == "1" ? null : $"Send the header \"{Header}: 1\".";
    }

    private bool IsOurs(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)
        || options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
