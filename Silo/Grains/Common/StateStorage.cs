using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Distribution.Contracts.Blobs;
using Distribution.Grains.Common.Compact;
using Distribution.Grains.Tasks;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Grains.Common;

/// <summary>What a provider keeps of a state.</summary>
public sealed class StoredBytes
{
    /// <summary>A state, compact or as JSON; or, beginning with <see cref="StateStorage.BlobMark"/>, the hash of the blob that holds it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; set; }
}

/// <summary>
/// States by the one storage serializer, over a provider that keeps bytes in memory and pays for each of them (Redis). A task whose
/// answers are all in is kept there as the hash of a blob: what is finished costs the provider a line.
/// </summary>
/// <param name="provider">Keeps <see cref="StoredBytes"/>, with an ETag each.</param>
/// <param name="blobs">Take what is finished.</param>
/// <param name="stateBytesMax">The largest state that is written. A larger one is a fault of its grain, and refused.</param>
public sealed class StateStorage(IGrainStorage provider, IBlobStore blobs, int stateBytesMax = StateStorage.StateBytesMax) : IGrainStorage
{
    /// <summary>64 KB (protocols, section 3): a grain that grows is found by its refusal, not by a slow cluster.</summary>
    public const int StateBytesMax = 64 * 1024;

    /// <summary>No state begins with it.</summary>
    public static ReadOnlySpan<byte> BlobMark => "blob:"u8;

    /// <inheritdoc />
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = new Stored();
        await AskAsync(() => provider.ReadStateAsync(stateName, grainId, stored));
        if (stored.RecordExists)
        {
            var bytes = await ContentOfAsync(stored.State.Bytes);
            grainState.State = CompactStates.IsCompact(bytes.Span)
                ? CompactStates.Read<T>(bytes.Span)
                : JsonSerializer.Deserialize<T>(bytes.Span, GrainJson.Options) ?? throw new JsonException($"The {stateName} of {grainId} is null.");
        }
        else
        {
            grainState.State = Activator.CreateInstance<T>();
        }

        (grainState.ETag, grainState.RecordExists) = (stored.ETag, stored.RecordExists);
    }

    /// <inheritdoc />
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var bytes = CompactStates.Write(grainState.State!) ?? JsonSerializer.SerializeToUtf8Bytes(grainState.State!, GrainJson.Options);
        if (bytes.Length > stateBytesMax) throw new StateTooLargeException($"The {stateName} of {grainId} has {bytes.Length} bytes; {stateBytesMax} are allowed.");
        var stored = new Stored { ETag = grainState.ETag, RecordExists = grainState.RecordExists };
        stored.State.Bytes = grainState.State is TaskState { IsClosed: true } ? await BlobOfAsync(bytes) : bytes;
        await AskAsync(() => provider.WriteStateAsync(stateName, grainId, stored));
        (grainState.ETag, grainState.RecordExists) = (stored.ETag, true);
    }

    /// <inheritdoc />
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = new Stored { ETag = grainState.ETag, RecordExists = grainState.RecordExists };
        await AskAsync(() => provider.ClearStateAsync(stateName, grainId, stored));
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), stored.ETag, false);
    }

    /// <summary>Whatever provider it is, one that fails is to everybody what a disk is that fails (SPEC D9).</summary>
    private static async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception error) when (error is not (OrleansException or OperationCanceledException or IOException))
        {
            throw new IOException($"The store of states failed: {error.Message}", error);
        }
    }

    private async Task<byte[]> BlobOfAsync(byte[] bytes)
    {
        // The blob is durable before the record names it; one that was put again is the same blob.
        var hash = await blobs.PutAsync(bytes, CancellationToken.None);
        return [.. BlobMark, .. Encoding.UTF8.GetBytes(hash.Value)];
    }

    private async ValueTask<ReadOnlyMemory<byte>> ContentOfAsync(ReadOnlyMemory<byte> stored) => stored.Span.StartsWith(BlobMark)
        ? await blobs.RequireAsync(Encoding.UTF8.GetString(stored.Span[BlobMark.Length..]), CancellationToken.None)
        : stored;

    private sealed class Stored : IGrainState<StoredBytes>
    {
        [AllowNull]
        public StoredBytes State { get; set; } = new();

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}

/// <summary>A state is larger than storage takes.</summary>
public sealed class StateTooLargeException(string message) : Exception(message);
