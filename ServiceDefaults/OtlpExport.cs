using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Distribution.ServiceDefaults;

/// <summary>Sends metrics and traces by OTLP, when the usual variable names a receiver.</summary>
internal sealed class OtlpExport(IConfiguration configuration, IOptions<TelemetryOptions> options) : IHostedService, IDisposable
{
    private MeterProvider? _meters;
    private TracerProvider? _tracers;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault().AddService(options.Value.ServiceName).AddEnvironmentVariableDetector();
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

    /// <summary>A hub's query may carry a token; no query leaves the process.</summary>
    private sealed class QueryScrubber : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.GetTagItem("url.query") is not null) data.SetTag("url.query", null);
        }
    }
}
