using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Distribution.Web.Security;

/// <summary>The ways to be signed in, and which one a request uses.</summary>
internal static class Schemes
{
    public const string Any = "any";
    public const string Cookie = "cookie";
    public const string Token = "token";
    public const string ApiKey = "key";

    private const string Bearer = "Bearer ";

    public static void Add(IServiceCollection services, AccessOptions session)
    {
        services.AddAuthentication(Any)
            .AddPolicyScheme(Any, null, static options => options.ForwardDefaultSelector = SchemeOf)
            .AddCookie(Cookie, options => ConfigureCookie(options, session))
            .AddBearerToken(Token, options => ConfigureToken(options, session))
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKey, null);
        services.AddScoped<IClaimsTransformation, SessionGuard>();
    }

    /// <summary>The bearer of a request: in its header or, for web sockets, which have none in browsers, in the query.</summary>
    public static string? BearerOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        return request.Path.StartsWithSegments("/hubs") && request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;
    }

    private static string SchemeOf(HttpContext http) => BearerOf(http.Request) switch
    {
        null => Cookie,
        { } text when text.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal) => ApiKey,
        _ => Token,
    };

    private static void ConfigureCookie(CookieAuthenticationOptions options, AccessOptions session)
    {
        options.CookieManager = new SessionCookies();
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = session.CookieLifetime;
        options.SlidingExpiration = true;

        // This is an API: it answers with a status, never with a page to go to.
        options.Events.OnRedirectToLogin = static context => Answer(context.Response, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = static context => Answer(context.Response, StatusCodes.Status403Forbidden);
    }

    private static void ConfigureToken(BearerTokenOptions options, AccessOptions session)
    {
        options.BearerTokenExpiration = session.TokenLifetime;
        options.Events.OnMessageReceived = static context =>
        {
            context.Token = BearerOf(context.Request);
            return Task.CompletedTask;
        };
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Over https the name begins with "__Host-", which browsers take only with Secure, Path=/ and no Domain. A loopback without https
    /// can't have that, and has a name of its own, so that the one never stands in for the other.
    /// </summary>
    private sealed class SessionCookies : ICookieManager
    {
        private readonly ChunkingCookieManager _inner = new();

        public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, NameFor(context));

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
            _inner.AppendResponseCookie(context, NameFor(context), value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _inner.DeleteCookie(context, NameFor(context), options);

        private static string NameFor(HttpContext context) => context.Request.IsHttps ? "__Host-distribution" : "distribution-loopback";
    }
}
