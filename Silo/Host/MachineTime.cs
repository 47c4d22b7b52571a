using System.Runtime.InteropServices;

namespace Distribution.Host;

/// <summary>
/// The system's time, whose monotonic side goes on while the machine is suspended. Linux' usual one stands still then: an hour asleep would be
/// missing from every clock until the next restart.
/// </summary>
public sealed class MachineTime : TimeProvider
{
    private const int BootTime = 7;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private readonly bool _hasBootTime = OperatingSystem.IsLinux() && ClockGetTime(BootTime, out _) == 0;

    /// <inheritdoc />
    public override long TimestampFrequency => _hasBootTime ? NanosecondsPerSecond : base.TimestampFrequency;

    /// <inheritdoc />
    public override long GetTimestamp() =>
        _hasBootTime && ClockGetTime(BootTime, out var now) == 0 ? (now.Seconds * NanosecondsPerSecond) + now.Nanoseconds : base.GetTimestamp();

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        private readonly nint _seconds;
        private readonly nint _nanoseconds;

        public long Seconds => _seconds;

        public long Nanoseconds => _nanoseconds;
    }
}
