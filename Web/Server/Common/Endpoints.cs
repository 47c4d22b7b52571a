using System.Globalization;
using Distribution.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace Distribution.Web.Common;

/// <summary>What endpoints share.</summary>
internal static class Endpoints
{
    /// <summary>Takes a larger body than the ordinary limit.</summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, long bytes) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new BodyLimit(bytes));

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}

/// <summary>Task ids as they come from outside.</summary>
internal static class TaskIds
{
    /// <summary>Reads "project/17"; false for anything else.</summary>
    public static bool TryParse(string? text, out TaskId id)
    {
        id = default;
        var slash = text?.LastIndexOf('/') ?? -1;
        if (text is null || slash is <= 0 or > 40) return false;
        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        id = new TaskId(new ProjectId(text[..slash]), number);
        return true;
    }
}
