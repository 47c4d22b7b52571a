namespace Distribution.Tests.Integration.Support;

/// <summary>One server for all tests of a class that disturb each other in nothing: starting one takes longer than most of them.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private static int _names;

    public DistributionServer Server { get; private set; } = null!;

    /// <summary>A name that no other test has.</summary>
    public static string Name(string name) => $"{name}{Interlocked.Increment(ref _names)}";

    public async ValueTask InitializeAsync() => Server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
