using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Training;

/// <summary>The limits of learning.</summary>
public sealed class TrainingOptions
{
    /// <summary>How long a paid seat waits for its learner to pass. Default: 14 days; then it goes to somebody else, unless a new attempt takes it again.</summary>
    public TimeSpan SeatTime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>The wait before what passing owes is delivered again. Default: 5 s.</summary>
    public TimeSpan DeliveryRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Course versions kept in memory. Default: 200, at most 100 MB.</summary>
    [Range(1, 10_000)]
    public int CoursesKept { get; set; } = 200;
}
