using System.Net;
using System.Net.Sockets;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>The servers that the environment names. A test that lacks one is skipped with the reason, never passed.</summary>
internal static class Servers
{
    /// <summary>StackExchange.Redis' connection string.</summary>
    public static string Redis => Named("REDIS", "host:port of a running Redis");

    /// <summary>Azure Storage's connection string.</summary>
    public static string Azurite => Named("AZURITE", "the connection string of a running Azurite");

    /// <summary>A port that was free just now, on loopback.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Named(string variable, string meaning)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(value)) Assert.Skip($"{variable} is not set: it names {meaning}.");
        return value!;
    }
}
