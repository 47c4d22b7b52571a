using System.Collections.Concurrent;
using Distribution.Load.Support;

namespace Distribution.Tests.EndToEnd.Support;

/// <summary>
/// Folders with a manager and some trainers, made by the product once for each kind and copied then. An administrator is in them where one
/// is asked for: without one the product prints the link that makes the first.
/// </summary>
internal static class Minting
{
    private static readonly ConcurrentDictionary<(int Trainers, bool HasAdmin), Lazy<Task<Made>>> Templates = [];

    public static async Task<Accounts> IntoAsync(string folder, int trainers, bool hasAdmin = false)
    {
        var made = await Templates.GetOrAdd((Math.Max(trainers, Lending.Crowd), hasAdmin), static kind => new Lazy<Task<Made>>(() => MakeAsync(kind.Trainers, kind.HasAdmin))).Value;
        foreach (var file in made.Files)
        {
            var copy = Path.Combine(folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllBytesAsync(copy, file.Content);
        }

        return made.Accounts with { Trainers = [.. made.Accounts.Trainers.Take(trainers)] };
    }

    /// <summary>Who is in a folder.</summary>
    public sealed record Accounts(Minted? Admin, Minted Manager, IReadOnlyList<Minted> Trainers);

    private static async Task<Made> MakeAsync(int trainers, bool hasAdmin)
    {
        using var folder = new TemporaryFolder();
        var admin = hasAdmin ? (await ServerProcess.MintAsync(folder.Path, "admin", 1))[0] : null;
        var manager = (await ServerProcess.MintAsync(folder.Path, "manager", 1))[0];
        var crowd = await ServerProcess.MintAsync(folder.Path, "trainer", trainers);
        var files = Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(folder.Path, path), File.ReadAllBytes(path))).ToList();
        return new Made(new Accounts(admin, manager, crowd), files);
    }

    private sealed record Made(Accounts Accounts, IReadOnlyList<(string Name, byte[] Content)> Files);
}
