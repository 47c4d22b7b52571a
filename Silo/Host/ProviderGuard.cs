using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Distribution.Host;

/// <summary>Memory forgets people's pay. Where it is not somebody's own machine, a silo does not start on it.</summary>
public static class ProviderGuard
{
    private static readonly string[] Forgetful = ["Memory", "Development", "Default", ""];

    /// <summary>Throws <see cref="InvalidOperationException"/>, with a sentence for each provider that would forget.</summary>
    public static void Check(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment()) return;
        var orleans = configuration.GetSection("Orleans");
        var stores = orleans.GetSection("GrainStorage").GetChildren().ToList();
        List<IConfigurationSection> needed = [orleans.GetSection("Clustering"), orleans.GetSection("Reminders"), .. stores];
        var faults = needed.Where(static provider => Forgetful.Contains(provider["ProviderType"] ?? "", StringComparer.OrdinalIgnoreCase))
            .Select(static provider => $"{provider.Path} is \"{provider["ProviderType"] ?? "not set"}\": outside development it must be one that keeps what it was given, as Redis.").ToList();
        if (stores.Count == 0) faults.Add("Orleans:GrainStorage names no provider.");
        if (faults.Count > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }
}
