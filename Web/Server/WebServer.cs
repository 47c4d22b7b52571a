using Distribution.ServiceDefaults;
using Distribution.Web.Accounts;
using Distribution.Web.Admin;
using Distribution.Web.Agreements;
using Distribution.Web.Classes;
using Distribution.Web.Common;
using Distribution.Web.Credentials;
using Distribution.Web.Earnings;
using Distribution.Web.Experiments;
using Distribution.Web.Exports;
using Distribution.Web.Guidelines;
using Distribution.Web.Hubs;
using Distribution.Web.Images;
using Distribution.Web.Imports;
using Distribution.Web.Live;
using Distribution.Web.Manuscripts;
using Distribution.Web.Notices;
using Distribution.Web.People;
using Distribution.Web.Projects;
using Distribution.Web.Rehearsals;
using Distribution.Web.Reviews;
using Distribution.Web.Security;
using Distribution.Web.Steering;
using Distribution.Web.Tasks;
using Distribution.Web.TaskTypes;
using Distribution.Web.Training;
using Distribution.Web.Webhooks;
using Distribution.Web.Work;
using Microsoft.AspNetCore.Http.Connections;

namespace Distribution.Web;

/// <summary>The web host as a library: AppHost composes it with a silo in one process, or runs it before a cluster.</summary>
public static class WebServer
{
    /// <summary>Adds everything but the grains and blobs, which the caller brings.</summary>
    public static WebApplicationBuilder Configure(WebApplicationBuilder builder)
    {
        builder.AddServiceDefaults();
        builder.AddWebOptions().AddWebLimits().AddWebSecurity().AddWebHubs().AddWebServices();
        return builder;
    }

    /// <summary>Maps pages, API, hubs, health and metrics.</summary>
    public static WebApplication MapDistribution(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(SecurityHeaders.InvokeAsync);
        app.UseClientPages();
        app.UseRouting();
        app.UseMiddleware<AdmissionMiddleware>();
        app.UseMiddleware<OriginGuard>();
        app.UseAuthentication();
        app.Use(SessionGuard.ForgetRefusedAsync);
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.UseAuthorization();
        app.MapDefaultEndpoints();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapApi();
        app.MapHubs();
        return app;
    }

    private static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapAccounts();
        api.MapApiKeys();
        api.MapProjects();
        api.MapPilots();
        api.MapTasks();
        api.MapLive();
        api.MapRehearsals();
        api.MapExperiments();
        api.MapSteering();
        api.MapChanges();
        api.MapWebhooks();
        api.MapPeople();
        api.MapNotices();
        api.MapWork();
        api.MapAssignments();
        api.MapEarnings();
        api.MapDisputes();
        api.MapPayouts();
        api.MapAdmin();
        api.MapAudit();
        api.MapTaskTypes();
        api.MapManuscripts();
        api.MapContracts();
        api.MapCredentials();
        api.MapVerification();
        api.MapQualifications();
        api.MapCourses();
        api.MapLearning();
        api.MapClasses();
        api.MapGuidelines();
        api.MapReviews();
        api.MapReviewPolicy();
        api.MapFeedback();
        api.MapImages();
        api.MapImports();
        api.MapExports();
        api.Map("/{**rest}", static () => Problems.NotFound("This address")).ExcludeFromDescription();
    }

    private static void MapHubs(this WebApplication app)
    {
        app.MapHub<WorkHub>("/hubs/work", Configure).DisableRequestTimeout();
        app.MapHub<LiveHub>("/hubs/live", Configure).DisableRequestTimeout();

        static void Configure(HttpConnectionDispatcherOptions options)
        {
            options.Transports = HttpTransportType.WebSockets;
            options.CloseOnAuthenticationExpiration = true;
        }
    }
}
