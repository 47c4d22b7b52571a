namespace Distribution.Load.Support;

/// <summary>Debian's Chromium; nothing is downloaded.</summary>
public static class Chromium
{
    public const string Path = "/usr/bin/chromium";

    /// <summary>Without a sandbox, which needs rights that a container does not have, and without asking anybody on the network.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>What to install by name, or null.</summary>
    public static string? Missing => File.Exists(Path) ? null : "Install the Debian package chromium.";
}
