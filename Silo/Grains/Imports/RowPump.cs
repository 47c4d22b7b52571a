using Distribution.Contracts.Imports;
using Distribution.Grains.Imports.Reading;

namespace Distribution.Grains.Imports;

/// <summary>Reads and maps a file row by row, counts, and keeps the first errors. One pass; used alone to check a file.</summary>
internal sealed class RowPump(Stream stream, ImportRequest request, RowMapper mapper, ImportOptions options) : IAsyncDisposable
{
    private readonly IRowReader _reader = RowReaders.Create(stream, request.Format, request.Mapping, options);
    private readonly List<ImportError> _errors = [];
    private bool _isOpen;

    public long Rows { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>Whether the file could not be read to its end.</summary>
    public bool IsStopped { get; private set; }

    public IReadOnlyList<ImportError> Errors => _errors;

    public ImportCounts Counts => new(Rows, Rejected);

    /// <summary>The next good row, or null at the end. Valid until the next call.</summary>
    public async ValueTask<MappedRow?> NextAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen && await OpenAsync(cancellationToken)) return null;
        while (!IsStopped && await _reader.ReadAsync(cancellationToken) is { } row)
        {
            Rows++;
            var error = mapper.TryMap(row, out var mapped);
            if (error is null) return mapped;
            Reject(error);
            IsStopped = row.IsFatal;
        }

        return null;
    }

    /// <summary>Ends the reading for a reason outside the rows.</summary>
    public void Stop(string code, string message)
    {
        IsStopped = true;
        Reject(new ImportError(0, 0, "", code, message));
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    /// <summary>True when the file can't be read at all.</summary>
    private async ValueTask<bool> OpenAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        if (await _reader.OpenAsync(mapper.Sources, cancellationToken) is not { } error) return false;
        Reject(error);
        return IsStopped = true;
    }

    private void Reject(ImportError error)
    {
        Rejected++;
        if (_errors.Count < options.MaxErrorsKept) _errors.Add(error);
    }
}
