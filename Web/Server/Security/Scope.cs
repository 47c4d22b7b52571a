using Distribution.Contracts.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace Distribution.Web.Security;

/// <summary>What keys may be allowed to do, and the policies of the same names.</summary>
public static class Scope
{
    /// <summary>Take tasks and hand them in.</summary>
    public const string Work = "work";

    /// <summary>Read one's earnings.</summary>
    public const string Earnings = "earnings";

    /// <summary>Run projects.</summary>
    public const string Projects = "projects";

    /// <summary>Run accounts.</summary>
    public const string Admin = "admin";

    /// <summary>Judge the work of others: people only, never keys.</summary>
    public const string Review = "review";

    /// <summary>One's own account: people only, never keys.</summary>
    public const string Self = "self";

    internal static void AddPolicies(AuthorizationOptions options)
    {
        Add(options, Work);
        Add(options, Earnings);
        Add(options, Projects, Roles.Manager, Roles.Admin);
        Add(options, Admin, Roles.Admin);
        Add(options, Review, Roles.Reviewer, Roles.Manager, Roles.Admin);
        Add(options, Self);
    }

    private static void Add(AuthorizationOptions options, string scope, params string[] roles) => options.AddPolicy(scope, policy =>
    {
        policy.RequireAuthenticatedUser();
        if (roles.Length > 0) policy.RequireRole(roles);
        policy.RequireAssertion(context => context.User.FindFirst(Claims.Key) is null || context.User.HasClaim(Claims.Scope, scope));
    });
}
