using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Rehearsals;
using Distribution.Embedded.Hosting;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Distribution.Grains;
using Distribution.Grains.Blobs;
using Distribution.Grains.Common;
using Distribution.Grains.Exports;
using Distribution.Grains.Rehearsals;
using Distribution.Grains.Tasks;
using Distribution.Host.Standalone.Rehearsals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Distribution.Host.Standalone;

/// <summary>Where the standalone silo keeps everything.</summary>
public sealed class SiloOptions
{
    /// <summary>The folder with the database and the blobs; made when missing.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>Limits of the store, checked when the folder is opened.</summary>
    public StorageOptions Storage { get; set; } = new();
}

/// <summary>The silo as a library call: store, blobs, clock, runtime, in one process.</summary>
public static class StandaloneSilo
{
    /// <summary>Opens the data folder and adds the silo. Throws what <see cref="StorageFolder.OpenAsync"/> throws, before anything has started.</summary>
    public static async Task AddStandaloneSiloAsync(this IServiceCollection services, SiloOptions options)
    {
        var store = await StorageFolder.OpenAsync(options.DataFolder, options.Storage, TimeProvider.System);
        services.AddSingleton(store);
        services.AddSingleton<IRecordStore>(static provider => provider.GetRequiredService<FolderRecordStore>());
        services.AddSingleton<IBlobStore>(_ => new FolderBlobStore(Path.Combine(options.DataFolder, "blobs"), TimeProvider.System));
        services.AddSilo();
        services.Configure<PseudonymOptions>(pseudonyms => pseudonyms.Secret = SecretOf(options.DataFolder));
        services.TryAddSingleton<TimeProvider>(static provider => ActivatorUtilities.CreateInstance<AnchoredTime>(provider, new MachineTime()));
        services.AddHostedService<SiloService>();
        services.AddAudit();
        services.AddOptions<BlobSweepOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<BlobSweep>();
        services.AddRehearsals();
    }

    private static void AddRehearsals(this IServiceCollection services)
    {
        services.AddOptions<RehearsalOptions>().BindConfiguration("Rehearsals").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RehearsalShelf>().AddSingleton<RehearsalService>().AddSingleton<IRehearsals>(static provider => provider.GetRequiredService<RehearsalService>());
        services.AddHostedService(static provider => provider.GetRequiredService<RehearsalService>());
    }

    /// <summary>The grains and the runtime, over whatever store and clock are registered: shared with tests and simulation.</summary>
    public static IServiceCollection AddSilo(this IServiceCollection services)
    {
        services.AddGrainServices();
        services.TryAddSingleton<IStateSerializer, StateSerializer>();
        services.TryAddSingleton<OutageRecorder>();
        services.TryAddSingleton<IOutageLog>(static provider => provider.GetRequiredService<OutageRecorder>());
        return services.AddEmbeddedRuntime(typeof(TaskGrain).Assembly, typeof(TaskId).Assembly);
    }

    /// <summary>The secret behind export pseudonyms: made once, kept beside the data, readable by this user only.</summary>
    internal static byte[] SecretOf(string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "keys")).FullName, "pseudonyms");
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file + ".new", System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.Move(file + ".new", file);
        }

        return File.ReadAllBytes(file);
    }
}

/// <summary>Starts and stops the silo with its host: beats first, then reminders; stopping drains the turns that run.</summary>
public sealed class SiloService(EmbeddedRuntime runtime, ReminderService reminders, OutageRecorder outages) : IHostedService
{
    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await outages.StartAsync(cancellationToken);
        await reminders.StartAsync(runtime, cancellationToken);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await reminders.DisposeAsync();
        await runtime.StopAsync();
        await outages.DisposeAsync();
    }
}
