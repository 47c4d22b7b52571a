using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Distribution.ServiceDefaults;

/// <summary>Sends metrics and traces by OTLP, when the usual variable names a receiver; logs go by their own way (<see cref="AddLogs"/>).</summary>
internal sealed class OtlpExport(IConfiguration configuration, IOptions<TelemetryOptions> options) : IHostedService, IDisposable
{
    private MeterProvider? _meters;
    private TracerProvider? _tracers;

    /// <summary>Adds the logger that sends: loggers are made before anything is started.</summary>
    public static void AddLogs(IHostApplicationBuilder builder)
    {
        if (!IsWanted(builder.Configuration)) return;
        var name = builder.Configuration["Telemetry:ServiceName"] ?? new TelemetryOptions().ServiceName;
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.SetResourceBuilder(ResourceOf(name)).AddOtlpExporter();
            (logs.IncludeFormattedMessage, logs.ParseStateValues) = (true, true);
        });
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IsWanted(configuration)) return Task.CompletedTask;
        var resource = ResourceOf(options.Value.ServiceName);
        _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(options.Value.Meters).AddOtlpExporter().Build();
        _tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(options.Value.Sources)
            .AddProcessor(new QueryScrubber()).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _meters?.Dispose();
        _tracers?.Dispose();
        (_meters, _tracers) = (null, null);
    }

    private static bool IsWanted(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    private static ResourceBuilder ResourceOf(string service) => ResourceBuilder.CreateDefault().AddService(service).AddEnvironmentVariableDetector();

    /// <summary>A hub's query may carry a token; no query leaves the process.</summary>
    private sealed class QueryScrubber : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.GetTagItem("url.query") is not null) data.SetTag("url.query", null);
        }
    }
}
