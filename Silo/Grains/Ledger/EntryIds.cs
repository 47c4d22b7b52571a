using System.Globalization;

namespace Distribution.Grains.Ledger;

/// <summary>What an entry's id tells: "worker.17/base" belongs to assignment 17.</summary>
public static class EntryIds
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>The id without the worker that the ledger belongs to.</summary>
    public static string Short(string worker, string id) => IsOwn(worker, id) ? id[worker.Length..] : id;

    /// <summary>The whole id.</summary>
    public static string Long(string worker, string shortId) => shortId.StartsWith('.') ? worker + shortId : shortId;

    /// <summary>The assignment's number, or -1 for an entry that belongs to none.</summary>
    public static int AssignmentNumber(string worker, string id)
    {
        if (!IsOwn(worker, id)) return -1;
        var rest = id.AsSpan(worker.Length + 1);
        var slash = rest.IndexOf('/');
        return slash > 0 && int.TryParse(rest[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1;
    }

    /// <summary>A fingerprint (FNV-1a): equal for equal ids; two ids may share one.</summary>
    public static ulong Fingerprint(ReadOnlySpan<byte> shortId)
    {
        var hash = FnvOffset;
        foreach (var value in shortId) hash = unchecked((hash ^ value) * FnvPrime);
        return hash;
    }

    private static bool IsOwn(string worker, string id) =>
        id.Length > worker.Length && id[worker.Length] == '.' && id.StartsWith(worker, StringComparison.Ordinal);
}
