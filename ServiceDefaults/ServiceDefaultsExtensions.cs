using Distribution.ServiceDefaults.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distribution.ServiceDefaults;

/// <summary>What every process of the system has: telemetry, health, logs.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds metrics, traces, health checks and structured logs.</summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<MetricsOptions>().Bind(builder.Configuration.GetSection("Metrics")).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<TelemetryOptions>().Bind(builder.Configuration.GetSection("Telemetry")).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<MetricsCollector>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<MetricsCollector>());
        builder.Services.AddHostedService<OtlpExport>();
        builder.Services.AddHealthChecks();
        AddLogs(builder);
        return builder;
    }

    /// <summary>Maps /health (ready for work), /alive (the process runs) and /metrics (Prometheus text).</summary>
    public static IEndpointRouteBuilder MapDefaultEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { AllowCachingResponses = false, ResponseWriter = WriteHealthAsync }).ExcludeFromDescription();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = static _ => false }).ExcludeFromDescription();
        app.MapGet("/metrics", WriteMetricsAsync).ExcludeFromDescription();
        return app;
    }

    private static void AddLogs(IHostApplicationBuilder builder)
    {
        // Request lines carry the query, and a hub's query may carry a token; Kestrel's debug lines carry frames.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Http.Connections", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning);
        if (builder.Configuration.GetValue("Telemetry:JsonLogs", defaultValue: false))
            builder.Logging.AddJsonConsole(static options => options.UseUtcTimestamp = true);
        OtlpExport.AddLogs(builder);
    }

    /// <summary>"Degraded: storage": what is wrong, and nothing of its insides, which the log has.</summary>
    private static Task WriteHealthAsync(HttpContext context, HealthReport report)
    {
        var wrong = report.Entries.Where(static entry => entry.Value.Status != HealthStatus.Healthy).Select(static entry => entry.Key).Order(StringComparer.Ordinal).ToList();
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(wrong.Count == 0 ? "Healthy" : $"{report.Status}: {string.Join(", ", wrong)}", context.RequestAborted);
    }

    private static Task WriteMetricsAsync(HttpContext context, MetricsCollector collector)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(PrometheusText.Write(collector.Collect()), context.RequestAborted);
    }
}
