using System.Diagnostics;
using Distribution.AppHost.Demo;
using Distribution.Embedded.Storage;
using Distribution.Host.Standalone;
using Distribution.Web;
using Distribution.Web.Identity;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Distribution.AppHost.Standalone;

/// <summary>How the program serves.</summary>
internal sealed record ServeOptions(DirectoryInfo Data, int Port, bool Fresh, bool Demo);

/// <summary>The one process: a silo, and the web host in front of it.</summary>
internal static class Server
{
    /// <summary>Serves until it is told to stop; 1 with a sentence when the data folder can't be used.</summary>
    public static Task<int> RunAsync(ServeOptions options, CancellationToken stop) => FolderCommands.GuardAsync(async () =>
    {
        var started = Stopwatch.GetTimestamp();
        if (options.Fresh) Clear(options.Data);
        await using var app = await BuildAsync(options.Data, options.Port);
        app.MapDistribution();
        await app.StartAsync(stop);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await WelcomeAsync(app, address, Stopwatch.GetElapsedTime(started));
        await using var demo = options.Demo ? await DemoWorld.StartAsync(app.Services, new Uri(address), stop) : null;
        await app.WaitForShutdownAsync(stop);
    });

    /// <summary>Makes an administrator in a folder that nobody serves from.</summary>
    public static Task<int> CreateAdminAsync(DirectoryInfo data, string email, CancellationToken stop) => WithServicesAsync(data, async services =>
    {
        var password = (await Console.In.ReadLineAsync(stop))?.Trim() ?? "";
        var made = await services.GetRequiredService<FirstAdmin>().CreateAsync(email, password, stop);
        if (!made.IsOk) throw new IOException(made.Refusal.Message);
        Console.WriteLine($"Administrator {email} was made.");
    });

    /// <summary>Prints "account token" lines.</summary>
    public static Task<int> MintAsync(DirectoryInfo data, string role, int count, CancellationToken stop) => WithServicesAsync(data, async services =>
    {
        foreach (var minted in await services.GetRequiredService<TokenMinter>().MintAsync(role, count, TimeSpan.FromDays(30), stop))
            Console.WriteLine($"{minted.Account} {minted.Token}");
    });

    private static Task<int> WithServicesAsync(DirectoryInfo data, Func<IServiceProvider, Task> action) => FolderCommands.GuardAsync(async () =>
    {
        await using var app = await BuildAsync(data, port: 0);
        await app.StartAsync();
        await action(app.Services);
        await app.StopAsync();
    });

    private static async Task<WebApplication> BuildAsync(DirectoryInfo data, int port)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration["Web:KeysFolder"] = Path.Combine(data.FullName, "keys");
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        await builder.Services.AddStandaloneSiloAsync(new SiloOptions { DataFolder = data.FullName, Storage = StorageOf(builder.Configuration) });
        builder.Services.AddOptions<DemoOptions>().BindConfiguration("Demo").ValidateDataAnnotations();
        builder.Services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage");
        builder.Services.AddSingleton<IStrain, StorageStrain>();
        return WebServer.Configure(builder).Build();
    }

    /// <exception cref="OptionsValidationException">A value is no number, or outside its range.</exception>
    private static StorageOptions StorageOf(ConfigurationManager configuration)
    {
        try
        {
            return (configuration.GetSection("Storage").Get<StorageOptions>() ?? new StorageOptions()).Validate();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new OptionsValidationException("Storage", typeof(StorageOptions), [$"The option Storage cannot be used: {error.Message}"]);
        }
    }

    private static async Task WelcomeAsync(WebApplication app, string address, TimeSpan took)
    {
        Console.WriteLine($"ready {address}");
        Console.WriteLine(await app.Services.GetRequiredService<FirstAdmin>().IssueLinkAsync() is { } path
            ? $"first administrator: open {address}{path} once (valid for a day); trainers sign up on the first page"
            : $"sign in at {address}");
        Console.WriteLine($"started in {took.TotalSeconds:F1} s; Ctrl-C drains and stops");
    }

    /// <summary>Deletes a data folder, if it is one.</summary>
    private static void Clear(DirectoryInfo data)
    {
        if (!data.Exists) return;
        if (data.EnumerateFileSystemInfos().Any() && !File.Exists(Path.Combine(data.FullName, "distribution.db")))
            throw new IOException($"{data.FullName} is not empty and is no data folder of Distribution: --fresh does not delete it.");
        data.Delete(recursive: true);
    }
}
