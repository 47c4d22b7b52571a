namespace Distribution.Tests.Integration.Support;

/// <summary>One server for all tests of a class that disturb each other in nothing: starting one takes longer than most of them.</summary>
public class SharedServer : IAsyncLifetime
{
    private static int _names;
    private readonly (string Key, string Value)[] _settings;

    public SharedServer() => _settings = [];

    /// <summary>With settings of its own.</summary>
    protected SharedServer(params (string Key, string Value)[] settings) => _settings = settings;

    public DistributionServer Server { get; private set; } = null!;

    /// <summary>A name that no other test has.</summary>
    public static string Name(string name) => $"{name}{Interlocked.Increment(ref _names)}";

    public async ValueTask InitializeAsync() => Server = await DistributionServer.StartAsync(_settings);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
