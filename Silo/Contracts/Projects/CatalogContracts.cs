using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Projects;

/// <summary>Which projects there are, in 16 parts by the hash of the id; key "0" to "f". May name one that never came to be.</summary>
public interface ICatalogGrain : IGrainWithStringKey
{
    /// <summary>Adds a project before it is made; idempotent.</summary>
    [Idempotent]
    Task<Outcome<int>> AddAsync(ProjectId project);

    /// <summary>All of this part.</summary>
    [ReadOnly]
    Task<IReadOnlyList<ProjectId>> ListAsync();
}

/// <summary>How projects are spread over the catalogue.</summary>
public static class CatalogKeys
{
    /// <summary>The parts.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Enumerable.Range(0, 16).Select(static n => n.ToString("x", CultureInfo.InvariantCulture))];

    /// <summary>The part of a project.</summary>
    public static string Of(ProjectId project) => All[SHA256.HashData(Encoding.UTF8.GetBytes(project.Value))[0] & 15];
}
