using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Tests.EndToEnd.Support;

namespace Distribution.Tests.EndToEnd.Clocks;

/// <summary>A lease with the shortest limits that a project may have: 10 s at full rate, 30 s in all.</summary>
internal static class ShortLease
{
    public const string Project = "short";
    public static readonly JsonElement Answer = JsonSerializer.SerializeToElement(new { better = "a" });

    public static Task CreateAsync(World world, int tasks, CancellationToken ct) => world.CreateShortAsync(Project, tasks, ct);

    public static async Task<AssignmentView> TakeAsync(TrainerClient trainer, CancellationToken ct) =>
        (await trainer.LeaseAsync(new LeaseRequest(new ProjectId(Project), null, null), ct)).Assignment.ShouldNotBeNull();
}
