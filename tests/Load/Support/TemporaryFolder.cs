namespace Distribution.Load.Support;

/// <summary>A folder that goes when it is disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Its path. BENCH_DATA names the disk to be measured; else it is the system's temporary folder.</summary>
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("BENCH_DATA") ?? System.IO.Path.GetTempPath(), $"distribution-{System.IO.Path.GetRandomFileName()}")).FullName;

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
