using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Orleans;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>A live project of equal tasks, and who works on it.</summary>
internal static class SmallProject
{
    public static async Task OpenAsync(IGrainFactory grains, IBlobStore blobs, ProjectId id, WorkerId owner, int tasks)
    {
        var settings = new ProjectSettings
        {
            Title = "cluster",
            TaskTypeId = "compare-two-answers",
            Overlap = 1,
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(18_333_333) },
        };
        var project = grains.GetGrain<IProjectGrain>(id.Value);
        Require(await project.CreateAsync(owner, settings, new MicroAmount(9_000_000_000_000)));
        var payload = "{\"prompt\":\"p\",\"answerA\":\"a\",\"answerB\":\"b\"}"u8.ToArray();
        var hash = await blobs.PutAsync(Enumerable.Repeat(payload, tasks).SelectMany(static bytes => bytes).ToArray(), CancellationToken.None);
        var number = await project.ReserveSegmentAsync("rows", 0);
        int[] offsets = [.. Enumerable.Range(0, tasks + 1).Select(i => i * payload.Length)];
        await grains.GetGrain<ISegmentGrain>($"{id}/{number}").ImportAsync(new SegmentImport("rows", tasks, hash.ToString(), offsets, 0, [], DateTimeOffset.UtcNow));
        await project.AddSegmentAsync(new SegmentHead(number, tasks, 0, [], DateTimeOffset.UtcNow));
        Require(await project.SetStatusAsync(owner, ProjectStatus.Live));
    }

    /// <summary>The task that this person holds; null while the queue has none.</summary>
    public static async Task<AssignmentView?> LeaseAsync(IWorkerGrain worker, ProjectId project) =>
        Require(await worker.LeaseAsync(new LeaseRequest(project, null, null))).Assignment;

    /// <summary>Hands in an answer; says what it paid.</summary>
    public static async Task<MicroAmount> SubmitAsync(IWorkerGrain worker, AssignmentView lease)
    {
        var body = $"{{\"better\":\"a\",\"reason\":\"{lease.Id}\"}}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        return Require(await worker.SubmitAsync(lease.Id, lease.Task, lease.Fence, new Submission($"{lease.Id}", body, null, hash, false, null))).Paid;
    }

    private static T Require<T>(Outcome<T> outcome) => outcome.IsOk ? outcome.Value : throw new InvalidOperationException(outcome.Refusal.ToString());
}
