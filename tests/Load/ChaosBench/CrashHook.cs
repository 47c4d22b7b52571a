using System.Diagnostics;
using System.Runtime.Loader;
using Distribution.Contracts.Queues;
using Distribution.Embedded.Hosting;
using Distribution.Embedded.Storage;
using Distribution.Load.ChaosBench;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

[assembly: HostingStartup(typeof(CrashStartup))]

/// <summary>
/// Runs inside the server, before its Main, when DOTNET_STARTUP_HOOKS names this assembly. The product has no line for crash points,
/// so they cost it nothing when nobody asks for them.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        var folder = Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var file = Path.Combine(folder, name.Name + ".dll");
            return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        };
    }
}

namespace Distribution.Load.ChaosBench
{
    /// <summary>Registers what the armed point needs, and nothing when none is armed.</summary>
    public sealed class CrashStartup : IHostingStartup
    {
        /// <inheritdoc />
        public void Configure(IWebHostBuilder builder)
        {
            if (CrashOrder.FromEnvironment() is not { } order) return;
            builder.ConfigureServices(services =>
            {
                services.AddSingleton(new CrashTrigger(order));
                if (order.Point.Site == CrashSite.Write) services.AddSingleton<IGrainStorage, CrashStorage>();
                if (order.Point.Site == CrashSite.Call) services.AddSingleton<IIncomingGrainCallFilter, CrashFilter>();
                if (order.Point.Site == CrashSite.Reply) services.AddTransient<IStartupFilter, CrashAfterReply>();
                if (order.Point.Name == "during-sweep") services.AddHostedService<SweepSoon>();
            });
        }
    }

    /// <summary>Counts passes, and at the ordered one leaves a durable mark and dies as kill -9 makes it die.</summary>
    public sealed class CrashTrigger(CrashOrder order)
    {
        private int _passes;

        /// <summary>What is armed.</summary>
        public CrashPoint Point => order.Point;

        /// <summary>Someone passes the point.</summary>
        public void Pass()
        {
            if (Interlocked.Increment(ref _passes) != order.Pass) return;
            using (var mark = new FileStream(order.MarkFile, FileMode.Create))
            {
                mark.Write("fired"u8);
                mark.Flush(flushToDisk: true);
            }

            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>The real storage, which dies before or after a write.</summary>
    public sealed class CrashStorage(IRecordStore store, IStateSerializer serializer, CrashTrigger trigger) : IGrainStorage
    {
        private readonly RecordGrainStorage _inner = new(store, serializer);

        /// <inheritdoc />
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            _inner.ReadStateAsync(stateName, grainId, grainState);

        /// <inheritdoc />
        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var isIt = stateName == trigger.Point.Target;
            if (isIt && trigger.Point.Moment == CrashMoment.Before) trigger.Pass();
            await _inner.WriteStateAsync(stateName, grainId, grainState);
            if (isIt && trigger.Point.Moment == CrashMoment.After) trigger.Pass();
        }

        /// <inheritdoc />
        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            _inner.ClearStateAsync(stateName, grainId, grainState);
    }

    /// <summary>Dies before or after a call runs, on the called grain's side.</summary>
    public sealed class CrashFilter(CrashTrigger trigger) : IIncomingGrainCallFilter
    {
        /// <inheritdoc />
        public async Task Invoke(IIncomingGrainCallContext context)
        {
            var isIt = trigger.Point.Target.EndsWith(context.MethodName, StringComparison.Ordinal)
                && context.InterfaceName.EndsWith(trigger.Point.Target.Split('.')[0], StringComparison.Ordinal);
            if (isIt && trigger.Point.Moment == CrashMoment.Before) trigger.Pass();
            await context.Invoke();
            if (isIt && trigger.Point.Moment == CrashMoment.After) trigger.Pass();
        }
    }

    /// <summary>Dies when a reply has gone out; the push that it causes comes with a later beat.</summary>
    public sealed class CrashAfterReply(CrashTrigger trigger) : IStartupFilter
    {
        /// <inheritdoc />
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, rest) =>
            {
                if (http.Request.Path.Value?.EndsWith(trigger.Point.Target, StringComparison.Ordinal) == true)
                    http.Response.OnCompleted(() => PassAsync(http));
                return rest(http);
            });
            next(app);
        };

        private Task PassAsync(HttpContext http)
        {
            if (http.Response.StatusCode == StatusCodes.Status200OK) trigger.Pass();
            return Task.CompletedTask;
        }
    }

    /// <summary>A sweep comes once a minute; here it comes as soon as there is something to sweep.</summary>
    public sealed class SweepSoon(IGrainFactory grains) : BackgroundService
    {
        /// <inheritdoc />
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                await grains.GetGrain<IQueueGrain>($"{ChaosWorld.Project}/0").SweepAsync();
            }
        }
    }
}
