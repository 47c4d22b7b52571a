using System.Text;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Web.Projects;

namespace Distribution.Load.Support;

/// <summary>A live project of many small comparisons, each wanted once.</summary>
internal static class SmallTasks
{
    /// <summary>How its rows are read.</summary>
    public static ImportMapping Mapping { get; } = new()
    {
        Fields =
        [
            new FieldMapping { Field = "prompt", Source = "prompt" }, new FieldMapping { Field = "answerA", Source = "answerA" },
            new FieldMapping { Field = "answerB", Source = "answerB" },
        ],
    };

    public static async Task OpenAsync(ManagerClient manager, ProjectId project, int tasks)
    {
        var settings = new ProjectSettings
        {
            Title = project.Value,
            TaskTypeId = "compare-two-answers",
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(15_000_000) },
        };
        await manager.CreateAsync(new NewProject(project.Value, settings, new MicroAmount(1_000_000_000_000)), CancellationToken.None);
        using var rows = new MemoryStream();
        for (var i = 0; i < tasks; i++)
            rows.Write(Encoding.UTF8.GetBytes($"{{\"prompt\":\"Which answer is better? {i}\",\"answerA\":\"The first.\",\"answerB\":\"The second.\"}}\n"));
        rows.Position = 0;
        await manager.ImportAsync(project.Value, "rows", rows, Mapping, CancellationToken.None);
        await manager.SetStatusAsync(project.Value, ProjectStatus.Live, CancellationToken.None);
    }
}
