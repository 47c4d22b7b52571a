using Distribution.Contracts.Webhooks;
using Distribution.Web.Admin;
using Distribution.Web.Common;
using Distribution.Web.Earnings;
using Distribution.Web.Hubs;
using Distribution.Web.Identity;
using Distribution.Web.Imports;
using Distribution.Web.Live;
using Distribution.Web.Notices;
using Distribution.Web.People;
using Distribution.Web.Projects;
using Distribution.Web.Reviews;
using Distribution.Web.Security;
using Distribution.Web.Training;
using Distribution.Web.Work;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Distribution.Web;

/// <summary>The parts of <see cref="WebServer.Configure"/>.</summary>
internal static class WebServerServices
{
    public static WebApplicationBuilder AddWebOptions(this WebApplicationBuilder builder)
    {
        Add<WebOptions>("Web");
        Add<AccessOptions>("Sessions");
        Add<RateOptions>("Rates");
        Add<AdmissionOptions>("Admission");
        Add<UploadOptions>("Uploads");
        Add<RiskOptions>("Risk");
        Add<TrainerSearchOptions>("TrainerSearch");

        // Who develops tells a server on their own machine; what is configured counts more.
        if (builder.Environment.IsDevelopment()) builder.Services.Configure<WebhookOptions>(static webhooks => webhooks.AllowPrivate = webhooks.AllowHttp = true);
        Add<WebhookOptions>("Webhooks");
        return builder;

        void Add<TOptions>(string section) where TOptions : class =>
            builder.Services.AddOptions<TOptions>().Bind(builder.Configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
    }

    public static WebApplicationBuilder AddWebLimits(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<WebOptions>>(static (kestrel, web) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = web.Value.BodyBytesMax;
            kestrel.Limits.MaxConcurrentConnections = web.Value.ConnectionsMax;
            kestrel.Limits.MaxConcurrentUpgradedConnections = web.Value.UpgradedConnectionsMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = web.Value.HeadersTimeout;
        });
        services.AddRequestTimeouts();
        services.AddOptions<Microsoft.AspNetCore.Http.Timeouts.RequestTimeoutOptions>().Configure<IOptions<WebOptions>>(static (timeouts, web) =>
            timeouts.DefaultPolicy = new() { Timeout = web.Value.RequestTimeout, TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable });
        services.AddSingleton<Admission>();
        services.AddRateLimiter();
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateOptions>>(static (limiter, rates) => Rates.Configure(limiter, rates.Value));
        services.AddProblemDetails(static options => options.CustomizeProblemDetails = Problems.Customize);
        services.AddExceptionHandler<FaultHandler>();
        services.AddValidation();
        services.ConfigureHttpJsonOptions(static options => Json.Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = false);
        services.AddOpenApi("v1", ApiDescription.Configure);
        return builder;
    }

    public static WebApplicationBuilder AddWebSecurity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var keys = services.AddDataProtection().SetApplicationName("distribution");
        if (builder.Configuration["Web:KeysFolder"] is { Length: > 0 } folder) keys.PersistKeysToFileSystem(new DirectoryInfo(folder));
        keys.ProtectKeys(KeyProtectionOptions.Of(builder.Configuration));
        Schemes.Add(services, builder.Configuration.GetSection("Sessions").Get<AccessOptions>() ?? new AccessOptions());
        services.AddAuthorization(Scope.AddPolicies);
        services.AddIdentityCore<AppUser>(static options =>
        {
            options.User.RequireUniqueEmail = true;
            options.User.AllowedUserNameCharacters = "";

            // Length is what counts; rules about signs make people write passwords down.
            options.Password.RequiredLength = 10;
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = false;
            options.Password.RequireNonAlphanumeric = false;
            options.Password.RequiredUniqueChars = 4;
        }).AddUserStore<GrainUserStore>();
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<AccessOptions>>(static (hasher, session) =>
            hasher.IterationCount = session.Value.HashIterations);
        services.AddSingleton<SessionCache>();
        services.AddSingleton<HashGate>();
        services.AddScoped<SignInService>();
        services.AddSingleton<TokenMinter>();
        services.AddSingleton<FirstAdmin>();
        return builder;
    }

    public static WebApplicationBuilder AddWebHubs(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSignalR().AddJsonProtocol(static options => Json.Configure(options.PayloadSerializerOptions));
        services.AddOptions<HubOptions>().Configure<IOptions<WebOptions>>(static (hubs, web) =>
        {
            hubs.MaximumReceiveMessageSize = web.Value.HubMessageBytesMax;
            hubs.MaximumParallelInvocationsPerClient = 1;
            hubs.EnableDetailedErrors = false;
            hubs.KeepAliveInterval = TimeSpan.FromSeconds(15);
            hubs.ClientTimeoutInterval = TimeSpan.FromSeconds(45);
            hubs.HandshakeTimeout = TimeSpan.FromSeconds(10);
            hubs.AddFilter<HubRateFilter>();
        });
        services.AddSingleton<HubRateFilter>();
        services.AddSingleton<HubConnections>();
        services.AddSingleton<WorkBridge>();
        services.AddSingleton<LiveBridge>();
        services.AddHostedService(static provider => provider.GetRequiredService<WorkBridge>());
        services.AddHostedService(static provider => provider.GetRequiredService<LiveBridge>());
        services.AddHostedService<RateBridge>();
        services.AddSingleton<PulseReader>();
        services.AddHostedService<PulseService>();
        services.AddSingleton<SignsOfLife>();
        services.AddHostedService(static provider => provider.GetRequiredService<SignsOfLife>());
        services.AddHostedService<HubGuard>();
        return builder;
    }

    public static WebApplicationBuilder AddWebServices(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<AuditHealthCheck>("audit");
        builder.Services.AddSingleton<SegmentCache>();
        builder.Services.AddSingleton<WorkService>();
        builder.Services.AddSingleton<NeedWords>();
        builder.Services.AddSingleton<OpenProjects>();
        builder.Services.AddSingleton<PersonNames>();
        builder.Services.AddSingleton<TrainerSearch>();
        builder.Services.AddSingleton<NoticeReader>();
        builder.Services.AddSingleton<EarningsReader>();
        builder.Services.AddSingleton<LearningService>();
        builder.Services.AddSingleton<RiskReader>();
        builder.Services.AddSingleton<ReviewService>();
        builder.Services.AddSingleton<ProjectAccess>();
        return builder;
    }
}
