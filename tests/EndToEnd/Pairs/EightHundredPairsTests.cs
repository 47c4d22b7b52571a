using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Load.Support;
using Distribution.Tests.EndToEnd.Support;

namespace Distribution.Tests.EndToEnd.Pairs;

[Collection(Crowds.Name)]
public sealed class EightHundredPairsTests(ITestOutputHelper output)
{
    private const int Trainers = 300;
    private const int Overlap = 3;
    private static readonly ProjectId Project = new("alpaca-pairs");

    /// <summary>The main job on real input, with the process killed in the middle: see each check for what must hold.</summary>
    [Fact(Timeout = 240_000), Trait("Promise", "E1"), Trait("Promise", "E2")]
    public async Task EightHundredPairs_ThreeHundredTrainersAndAKill_EveryAnswerIsInPaidOnceAndExported()
    {
        var file = Repository.Shared("data", "alpaca-eval-pairs.jsonl");
        Assert.SkipUnless(File.Exists(file), "The published pairs are missing: put alpaca-eval-pairs.jsonl into ../shared/data, beside the repository.");
        var ct = TestContext.Current.CancellationToken;
        var began = DateTimeOffset.UtcNow;
        await using var world = await World.StartAsync(Trainers);
        var tasks = await ImportAsync(world, file, ct);
        tasks.ShouldBe(805);
        var journal = new Acknowledgements(tasks * Overlap);
        var restarted = await WorkThroughAKillAsync(world, journal, ct);

        journal.Count.ShouldBe(tasks * Overlap);
        journal.All.ShouldAllBe(static one => one.Reply.Fate == AssignmentStatus.Submitted);
        var byTask = journal.All.GroupBy(static one => one.Task).ToList();
        byTask.Count.ShouldBe(tasks);
        byTask.ShouldAllBe(static task => task.Select(static one => one.Assignment.Worker).Distinct().Count() == Overlap && task.Count() == Overlap);
        await NothingIsStuckAsync(world, tasks, ct);
        await HistoryAgreesAsync(world, journal, ct);
        var spent = await MoneyAgreesAsync(world, journal, began, ct);
        await ExportAgreesAsync(world, journal, file, ct);
        (await world.Server.StopAsync(TimeSpan.FromSeconds(30))).ShouldBe(0, world.Server.Said);
        output.WriteLine($"{journal.Count} answers by {Trainers} trainers, {spent} micro-units, ready again {restarted.TotalSeconds:F1} s after the kill.");
    }

    private static async Task<int> ImportAsync(World world, string file, CancellationToken ct)
    {
        await using var rows = File.OpenRead(file);
        return await world.CreateAsync(
            Project.Value, World.Settings("Published pairs") with { Overlap = Overlap }, rows, World.Mapping("instruction", "output_1", "output_2"), ct);
    }

    /// <summary>All work; at two fifths of the answers the process is killed and started again.</summary>
    private static async Task<TimeSpan> WorkThroughAKillAsync(World world, Acknowledgements journal, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        over.CancelAfter(TimeSpan.FromMinutes(5));
        var crowd = world.Trainers.Select((account, i) => new PairTrainer(world.Http, account, i, Project, journal).WorkAsync(over.Token)).ToList();
        await Patience.UntilAsync(() => Task.FromResult(journal.Count), static count => count >= 966, TimeSpan.FromMinutes(3));
        await world.KillAsync();
        var restarted = await world.RestartAsync();
        journal.IsComplete.ShouldBeFalse("The kill came too late to prove anything.");
        await Task.WhenAll(crowd);
        return restarted;
    }

    private static async Task NothingIsStuckAsync(World world, int tasks, CancellationToken ct)
    {
        var counts = await Patience.UntilAsync(
            () => world.Manager.CountAsync(Project.Value, ct), counts => counts.Closed == tasks, TimeSpan.FromSeconds(75));
        counts.ShouldBe(new QueueCounts(tasks, 0, 0, tasks, 0, 0) { Begun = tasks });
    }

    /// <summary>The server's own record of what was handed in is the driver's, no more and no less.</summary>
    private static async Task HistoryAgreesAsync(World world, Acknowledgements journal, CancellationToken ct)
    {
        var events = await Patience.UntilAsync(
            async () => (await world.Manager.HistoryAsync(Project.Value, ct)).Where(static e => e.Kind == EventKind.Submitted).ToList(),
            submitted => submitted.Count >= journal.Count, TimeSpan.FromSeconds(30));
        events.Select(static e => (e.Task!.Value, e.Assignment!.Value)).Order(Comparer()).ShouldBe(
            journal.All.Select(static one => (one.Task.Number, one.Assignment)).Order(Comparer()));
        events.Sum(static e => e.Amount.Micros).ShouldBe(journal.All.Sum(static one => one.Reply.Paid.Micros));

        static IComparer<(int Task, AssignmentId Assignment)> Comparer() => Comparer<(int Task, AssignmentId Assignment)>.Create(
            static (a, b) => (a.Task, $"{a.Assignment}").CompareTo((b.Task, $"{b.Assignment}")));
    }

    /// <summary>Each credit is its receipt, recomputed; each assignment is paid once; all books together are what the project spent.</summary>
    private static async Task<long> MoneyAgreesAsync(World world, Acknowledgements journal, DateTimeOffset began, CancellationToken ct)
    {
        var byTrainer = journal.All.ToLookup(static one => one.Assignment.Worker.Value);
        var sums = await Task.WhenAll(world.Trainers.Select(account => CheckTrainerAsync(world, account, [.. byTrainer[account.Account]], began, ct)));
        var live = await Patience.UntilAsync(
            () => world.Manager.LiveAsync(Project.Value, ct), live => live.Spent.Micros >= sums.Sum(), TimeSpan.FromSeconds(30));
        live.Spent.Micros.ShouldBe(sums.Sum());
        return sums.Sum();
    }

    private static async Task<long> CheckTrainerAsync(
        World world, Minted account, IReadOnlyList<Acknowledged> own, DateTimeOffset began, CancellationToken ct)
    {
        await using var trainer = new TrainerClient(world.Http, account.Token);
        var months = new[] { began, DateTimeOffset.UtcNow }.Select(static at => $"{at.UtcDateTime:yyyy-MM}").Distinct().ToList();
        var entries = await Patience.UntilAsync(
            async () => (await Task.WhenAll(months.Select(month => trainer.EntriesAsync(month, ct)))).SelectMany(static page => page).ToList(),
            entries => entries.Count >= own.Count, TimeSpan.FromSeconds(30));
        entries.Count.ShouldBe(own.Count);
        entries.Select(static entry => entry.Order.EntryId).ShouldBeUnique();
        entries.ShouldAllBe(static entry => entry.Order.Kind == EntryKind.Earned);
        foreach (var one in own)
        {
            var receipt = await trainer.ReceiptAsync(one.Assignment, one.Task, ct);
            Receipts.Check(receipt);
            receipt.Amount.ShouldBe(one.Reply.Paid);
            JsonSerializer.Serialize(receipt).ShouldBe(JsonSerializer.Serialize(one.Reply.Receipt), "The receipt has changed since it was acknowledged.");
            entries.Count(entry => entry.Order.Task == one.Task && entry.Order.Amount == receipt.Amount).ShouldBe(1);
        }

        return entries.Sum(static entry => entry.Order.Amount.Micros);
    }

    /// <summary>Each exported line is an answer that was handed in, under the row that it was handed in for.</summary>
    private static async Task ExportAgreesAsync(World world, Acknowledgements journal, string file, CancellationToken ct)
    {
        var rows = File.ReadLines(file).Select(static line => JsonDocument.Parse(line).RootElement)
            .Select(static row => (Text(row, "instruction"), Text(row, "output_1"), Text(row, "output_2"))).ToHashSet();
        var left = journal.All.ToDictionary(static one => (one.Task.ToString(), Canonical(one.Body)));
        var contributors = new Dictionary<string, string>();
        await foreach (var line in world.Manager.ExportAsync(Project.Value, "native", ct))
        {
            var record = JsonDocument.Parse(line).RootElement;
            var provenance = record.GetProperty("provenance");
            left.Remove((Text(provenance, "task"), Canonical(record.GetProperty("answer").GetRawText())), out var one).ShouldBeTrue(line);
            var payload = record.GetProperty("payload");
            rows.ShouldContain((Text(payload, "prompt"), Text(payload, "answerA"), Text(payload, "answerB")));
            contributors.TryAdd(Text(provenance, "contributor"), one!.Assignment.Worker.Value);
            contributors[Text(provenance, "contributor")].ShouldBe(one.Assignment.Worker.Value);
            line.ShouldNotContain($"\"{one.Assignment.Worker.Value}\"");
        }

        left.ShouldBeEmpty();
        contributors.Values.ShouldBeUnique();
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static string Canonical(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);
}
