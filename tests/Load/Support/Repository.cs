namespace Distribution.Load.Support;

/// <summary>Where things lie, found by walking up from this program to the solution.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The built product, of the same configuration as this program.</summary>
    public static string Program { get; } = Path.Combine(
        Root, "artifacts", "standalone", "bin", "Distribution.AppHost", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)),
        "Distribution.AppHost.dll");

    /// <summary>What lies in a folder "shared" beside the repository, or above it when this is a second work tree: real data, the peers. Absent in a plain clone.</summary>
    public static string Shared(params string[] parts)
    {
        var folder = Directory.GetParent(Root);
        while (folder?.Parent is not null && !Path.Exists(Path.Combine([folder.FullName, "shared", .. parts]))) folder = folder.Parent;
        return Path.Combine([folder?.FullName ?? Root, "shared", .. parts]);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Distribution.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No Distribution.sln above {AppContext.BaseDirectory}.");
    }
}
