namespace Distribution.Embedded.Storage.Device;

internal static class FolderSync
{
  /// <summary>Makes created, renamed and deleted names of a folder durable. Windows does so by itself and has no such call.</summary>
  public static void Flush(string folder)
  {
    if (OperatingSystem.IsWindows()) return;
    using var handle = File.OpenHandle(folder);
    RandomAccess.FlushToDisk(handle);
  }
}
