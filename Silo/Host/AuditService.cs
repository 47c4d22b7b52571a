using System.Diagnostics.Metrics;
using Distribution.Contracts.Audit;
using Distribution.Grains.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Host;

/// <summary>Runs the audit's passes beside the work. In a cluster each silo runs its own: they look at more, and report to the same grain.</summary>
public sealed partial class AuditService(IGrainFactory grains, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditService> log) : BackgroundService
{
    private static readonly Meter Meter = new("Distribution.Audit");
    private static readonly Counter<long> Passes = Meter.CreateCounter<long>("distribution.audit.passes", "{pass}", "Passes of the background audit.");
    private static readonly Counter<long> Looked = Meter.CreateCounter<long>("distribution.audit.looked", "{thing}", "Tasks, credits, ledgers and budgets looked at.");
    private static readonly Counter<long> Findings = Meter.CreateCounter<long>("distribution.audit.findings", "{finding}", "Broken invariants seen; each pass that sees one counts it.");

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Period == TimeSpan.Zero) return;
        var pass = new AuditPass(grains, options.Value, time);
        using var timer = new PeriodicTimer(options.Value.Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await RunAsync(pass, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task RunAsync(AuditPass pass, CancellationToken stoppingToken)
    {
        try
        {
            var (findings, looked) = await pass.RunAsync(stoppingToken);
            Passes.Add(1);
            Looked.Add(looked);
            Findings.Add(findings.Count);
            await grains.GetGrain<IAuditGrain>(IAuditGrain.Key).ReportAsync(findings, looked);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // What can't be read now is looked at in the next pass; a disk that fails is told by /health.
            LogPassFailed(error);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The audit has stopped.")]
    private partial void LogStopped();

    [LoggerMessage(2, LogLevel.Error, "A pass of the audit could not be finished.")]
    private partial void LogPassFailed(Exception error);
}

/// <summary>Adds the audit.</summary>
public static class AuditServices
{
    /// <summary>Its options from the section "Audit", and its service.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddOptions<AuditOptions>().BindConfiguration("Audit").ValidateDataAnnotations().ValidateOnStart();
        return services.AddHostedService<AuditService>();
    }
}
