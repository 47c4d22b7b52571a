using System.ComponentModel.DataAnnotations;

namespace Distribution.AppHost.Demo;

/// <summary>How lively the demo is.</summary>
public sealed class DemoOptions
{
    /// <summary>Simulated trainers. Default: 40, a small team.</summary>
    [Range(1, 2000)]
    public int Trainers { get; set; } = 40;

    /// <summary>How much faster than people they are. Default: 10, so that a task of two minutes takes twelve seconds.</summary>
    [Range(1, 1000)]
    public double Pace { get; set; } = 10;

    /// <summary>Ready tasks below which more are imported. Default: 40, one for each trainer.</summary>
    [Range(1, 10_000)]
    public int ReadyMin { get; set; } = 40;
}
