namespace Distribution.AppHost.Clustered;

/// <summary>What the picture needs besides Aspire's own words.</summary>
internal static class Resources
{
    // Each acknowledged write is on disk, and nothing is thrown away when memory is full: writes are refused instead.
    private static readonly string[] SafeWrites = ["--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction"];

    /// <summary>A number from the configuration: an argument "--Silos=3", an environment variable, a setting.</summary>
    public static int Number(this IDistributedApplicationBuilder builder, string name, int otherwise) =>
        builder.Configuration[name] is { Length: > 0 } text
            ? int.TryParse(text, out var number) && number > 0 ? number : throw new InvalidOperationException($"{name} is \"{text}\", not a number from 1.")
            : otherwise;

    /// <summary>Compose files, or with --Target=kubernetes a Helm chart, when published.</summary>
    public static void AddPublisher(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration["Target"] == "kubernetes") builder.AddKubernetesEnvironment("kubernetes");
        else builder.AddDockerComposeEnvironment("compose");
    }

    /// <summary>A program of ours: health, and the property under which whoever builds or starts it must evaluate its project.</summary>
    public static IResourceBuilder<ProjectResource> AsClusterProgram(this IResourceBuilder<ProjectResource> project) =>
        project.WithEnvironment(LocalDefaults.Property, "true").WithHttpEndpoint(name: "http").WithHttpHealthCheck("/health", endpointName: "http");

    /// <summary>Redis writes each change to its append-only file before it answers (docs/cluster.md tells what other settings lose).</summary>
    public static IResourceBuilder<RedisResource> WithSafeWrites(this IResourceBuilder<RedisResource> redis) => redis.WithArgs(static context =>
    {
        // Published, Aspire's own arguments are one line for a shell, and ours must stand in it.
        if (context.Args is [.., string line] && line.StartsWith("redis-server ", StringComparison.Ordinal)) context.Args[^1] = $"{line} {string.Join(' ', SafeWrites)}";
        else foreach (var argument in SafeWrites) context.Args.Add(argument);
    });
}

/// <summary>What "dotnet run" needs and a launch profile would give; a profile would reach the standalone build, too.</summary>
internal static class LocalDefaults
{
    /// <summary>The MSBuild property that makes a project one of the cluster; as an environment variable it reaches all that Aspire builds.</summary>
    public const string Property = "Cluster";

    /// <summary>Sets what is not set.</summary>
    public static void Apply()
    {
        Environment.SetEnvironmentVariable(Property, "true");
        Default("DOTNET_ENVIRONMENT", "Development");
        Default("ASPNETCORE_URLS", "http://localhost:15080");
        Default("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:15081");
        Default("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "http://localhost:15082");
        Default("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true");
    }

    private static void Default(string name, string value)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))) Environment.SetEnvironmentVariable(name, value);
    }
}
