using Distribution.Grains.Pay;

namespace Distribution.Grains.Common;

/// <summary>When the system was down. Recorded by the host at start and after an unavailability; read by every clock.</summary>
public interface IOutageLog
{
    /// <summary>The outages that end after <paramref name="from"/>, oldest first.</summary>
    IReadOnlyList<Outage> Since(DateTimeOffset from);
}
