using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Images;

/// <summary>Which images a project has, so that the sweep of blobs keeps them; key "project/xx", by the first two digits of the hash.</summary>
public interface IImagesGrain : IGrainWithStringKey
{
    /// <summary>Adds one that is stored as a blob; false when there is no more room. Idempotent.</summary>
    [Idempotent]
    Task<bool> AddAsync(string hash);

    /// <summary>Whether it was added.</summary>
    [ReadOnly]
    Task<bool> HasAsync(string hash);
}

/// <summary>How a project's images are spread over records.</summary>
public static class ImageKeys
{
    /// <summary>Images of one record: 800 hashes are some 54 KB of the 64 KB that one state may have. With 256 records, 200,000 images a project.</summary>
    public const int PerRecordMax = 800;

    /// <summary>The record of an image.</summary>
    public static string Of(ProjectId project, string hash) => $"{project}/{hash[..2]}";
}
