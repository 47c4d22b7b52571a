using Distribution.Contracts.TaskTypes;

namespace Distribution.Contracts.Imports;

/// <summary>What to import, and how.</summary>
public sealed record ImportRequest
{
    /// <summary>
    /// The same id goes on with the same import: give it again to resume after a crash. Starts with the project's id and a slash.
    /// </summary>
    public required string ImportId { get; init; }

    /// <summary>Where the tasks go.</summary>
    public required ProjectId Project { get; init; }

    /// <summary>Who imports.</summary>
    public required WorkerId By { get; init; }

    /// <summary>The task type.</summary>
    public required string TaskTypeId { get; init; }

    /// <summary>Its version.</summary>
    public required int TaskTypeVersion { get; init; }

    /// <summary>The file's format.</summary>
    public required ImportFormat Format { get; init; }

    /// <summary>What happens to good rows when others are bad.</summary>
    public required ImportPolicy Policy { get; init; }

    /// <summary>From columns to payload fields.</summary>
    public required ImportMapping Mapping { get; init; }

    /// <summary>For people: the file's name.</summary>
    public string Description { get; init; } = "";
}

/// <summary>How far a run is.</summary>
public sealed record ImportProgress(long Rows, long Rejected, long Added, bool IsChecking);

/// <summary>How a run ended: the import, or why there is none. Of the errors the first are here; the count is exact.</summary>
public sealed record ImportResult(
    ImportView? View, IReadOnlyList<ImportError> Errors, IReadOnlyList<DocumentError> MappingErrors, Refusal? Refusal);

/// <summary>Runs imports outside the grains, streaming.</summary>
public interface IImportService
{
    /// <summary>
    /// Imports the stream, which is read once and left open. Run again with the same id and file, it goes on where it broke off.
    /// </summary>
    Task<ImportResult> RunAsync(
        Stream stream, ImportRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken);
}
