using System.Numerics;
using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Load.Support;
using Distribution.Web.Common;

namespace Distribution.Load.ChaosBench;

/// <summary>
/// Compares the driver's journal, read back from its file, with the server's state, over the public API. Knows nothing of how the server works.
/// </summary>
internal sealed class Reconciler(ChaosWorld world, IReadOnlyList<Entry> journal, DateTimeOffset began)
{
    private const int ReceiptsAskedOneIn = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Dictionary<string, Entry> _acknowledged = journal.Where(static entry => entry.Kind == "submit+").ToDictionary(static entry => entry.Id);
    private readonly Findings _findings = world.Findings;

    /// <summary>All checks; how many acknowledged answers were looked at.</summary>
    public async Task<int> CheckAsync(int rows)
    {
        await CheckNothingIsStuckAsync(rows);
        CheckFences();
        await CheckExportAsync();
        await CheckHistoryAsync();
        foreach (var chunk in world.Trainers.Chunk(8)) await Task.WhenAll(chunk.Select(CheckMoneyAsync));
        return _acknowledged.Count;
    }

    /// <summary>I4: every task of every acknowledged import is answered and closed, and nothing waits or is out. I7 for imports: no row came twice.</summary>
    private async Task CheckNothingIsStuckAsync(int rows)
    {
        var counts = await UntilAsync(ct => world.Manager.CountAsync(ChaosWorld.Project, ct), counts => counts.Closed == counts.Total);
        if (counts.Total != rows) _findings.Broken($"{rows} rows were imported, {counts.Total} tasks are there.");
        for (var i = counts.Closed; i < counts.Total; i++) _findings.Stuck($"{counts}");
    }

    /// <summary>I3: no fence was given twice, and no assignment for two tasks.</summary>
    private void CheckFences()
    {
        var leases = journal.Where(static entry => entry.Kind == "lease+").DistinctBy(static entry => (entry.Id, entry.Task, entry.Fence)).ToList();
        foreach (var twice in leases.GroupBy(static entry => (entry.Task, entry.Fence)).Where(static group => group.Count() > 1))
            _findings.Doubled($"fence {twice.Key.Fence} of task {twice.Key.Task} was given to {string.Join(" and ", twice.Select(static entry => entry.Id))}");
        foreach (var twice in leases.GroupBy(static entry => entry.Id).Where(static group => group.Count() > 1))
            _findings.Doubled($"assignment {twice.Key} names {string.Join(" and ", twice.Select(static entry => entry.Task))}");
    }

    /// <summary>I1: each acknowledged answer is there once, word for word (JSON may write a letter in two ways); what is there beside was sent and never answered (I7).</summary>
    private async Task CheckExportAsync()
    {
        var left = _acknowledged.Values.ToDictionary(static entry => (entry.Task!, Canonical(entry.Body!)));
        var sent = journal.Where(static entry => entry.Kind == "submit").Select(static entry => (entry.Task!, Canonical(entry.Body!))).ToHashSet();
        var seen = new HashSet<(string, string)>();
        await foreach (var line in world.Manager.ExportAsync(ChaosWorld.Project, "native", CancellationToken.None))
        {
            var record = JsonDocument.Parse(line).RootElement;
            var key = (record.GetProperty("provenance").GetProperty("task").GetString()!, Canonical(record.GetProperty("answer").GetRawText()));
            if (!seen.Add(key)) _findings.Doubled($"{key} is exported twice.");
            if (!left.Remove(key) && !sent.Contains(key)) _findings.Broken($"{key} was never sent.");
        }

        foreach (var lost in left.Values) _findings.Lost($"{lost.Id} on {lost.Task} was acknowledged as {lost.Fate}, and is not exported.");
    }

    /// <summary>The history has each acknowledged answer once, and no event twice.</summary>
    private async Task CheckHistoryAsync()
    {
        var events = await UntilAsync(
            ct => world.Manager.HistoryAsync(ChaosWorld.Project, ct), events => events.Count(IsAnswer) >= _acknowledged.Count);
        foreach (var twice in events.GroupBy(static e => (e.Source, e.Sequence)).Where(static group => group.Count() > 1))
            _findings.Doubled($"event {twice.Key} stands twice in the history.");
        var answers = events.Where(IsAnswer).GroupBy(static e => $"{e.Assignment}").ToDictionary(static group => group.Key, static group => group.Count());
        foreach (var (id, count) in answers) if (count > 1) _findings.Doubled($"{id} was handed in {count} times by the history.");
        foreach (var id in _acknowledged.Keys) if (!answers.ContainsKey(id)) _findings.Lost($"{id} is not in the history.");

        static bool IsAnswer(HistoryEvent e) => e.Kind is EventKind.Submitted or EventKind.SubmittedLate or EventKind.Superseded;
    }

    /// <summary>I2 and I8: one credit an assignment, of the amount that the receipt comes to at the rate of the lease; the balance is their sum.</summary>
    private async Task CheckMoneyAsync(Minted account)
    {
        await using var trainer = new TrainerClient(world.Http, account.Token);
        var own = _acknowledged.Values.Where(entry => entry.Who == account.Account).ToList();
        var ended = journal.Where(entry => entry.Who == account.Account && entry.Kind is "submit" or "release").Select(static entry => entry.Id).ToHashSet();
        var months = new[] { began, DateTimeOffset.UtcNow }.Select(static at => $"{at.UtcDateTime:yyyy-MM}").Distinct().ToList();
        var entries = await UntilAsync(
            async ct => (await Task.WhenAll(months.Select(month => trainer.EntriesAsync(month, ct)))).SelectMany(static page => page).ToList(),
            entries => entries.Count >= own.Count(static entry => entry.Paid > 0));
        foreach (var twice in entries.GroupBy(static entry => entry.Order.EntryId).Where(static group => group.Count() > 1))
            _findings.Doubled($"{twice.Key} is paid {twice.Count()} times.");
        var paid = entries.DistinctBy(static entry => entry.Order.EntryId).ToLookup(static entry => entry.Order.EntryId.Split('/')[0]);
        for (var i = 0; i < own.Count; i++)
            await CheckOneAsync(trainer, own[i], paid[own[i].Id].Sum(static entry => entry.Order.Amount.Micros), asksAgain: i % ReceiptsAskedOneIn == 0);
        foreach (var stranger in paid.Where(group => !ended.Contains(group.Key))) _findings.Broken($"{stranger.Key} is paid, and nobody ended it.");
        var head = await trainer.Api.GetAsync<LedgerHead>($"ledger/{months[^1]}", CancellationToken.None);
        var balance = head.Balance.Values.Sum(static amount => amount.Micros);
        if (balance != entries.Sum(static entry => entry.Order.Amount.Micros)) _findings.Broken($"{account.Account}: the balance {balance} is not the sum of the entries.");
    }

    private async Task CheckOneAsync(TrainerClient trainer, Entry one, long paid, bool asksAgain)
    {
        if (paid < one.Paid) _findings.Lost($"{one.Id} was acknowledged with {one.Paid} and is paid {paid}.");
        else if (paid > one.Paid) _findings.Doubled($"{one.Id} was acknowledged with {one.Paid} and is paid {paid}.");
        var receipt = JsonSerializer.Deserialize<Receipt>(one.Receipt!, Json.Options)!;
        if (receipt.HourlyRate.Micros != one.Rate) _findings.Broken($"{one.Id} was leased at {one.Rate} and its receipt says {receipt.HourlyRate}.");
        if (Recompute(receipt) != receipt.Amount.Micros) _findings.Broken($"{one.Id}: the receipt comes to {Recompute(receipt)}, it says {receipt.Amount}.");
        if (!asksAgain) return;
        var now = await trainer.ReceiptAsync(AssignmentId.Parse(one.Id), TaskId.Parse(one.Task!), CancellationToken.None);
        if (JsonSerializer.Serialize(now, Json.Options) != one.Receipt) _findings.Broken($"{one.Id}: the receipt has changed since it was acknowledged.");
    }

    /// <summary>half-even(Σ rate · ms · numerator / (3,600,000 · denominator)) in unbounded integers, with nothing of the product's.</summary>
    private static long Recompute(Receipt receipt)
    {
        var common = receipt.Lines.Aggregate(BigInteger.One, static (product, line) => product * line.Denominator);
        var sum = receipt.Lines.Aggregate(
            BigInteger.Zero, (sum, line) => sum + (new BigInteger(receipt.HourlyRate.Micros) * line.Ms * line.Numerator * (common / line.Denominator)));
        var whole = BigInteger.DivRem(sum, common * 3_600_000, out var rest);
        var twice = rest * 2;
        return (long)(twice > common * 3_600_000 || (twice == common * 3_600_000 && !whole.IsEven) ? whole + 1 : whole);
    }

    private static string Canonical(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    /// <summary>The last answer, once it will do or patience has ended.</summary>
    private static async Task<T> UntilAsync<T>(Func<CancellationToken, Task<T>> ask, Func<T, bool> willDo)
    {
        for (var deadline = DateTimeOffset.UtcNow + Patience; ;)
        {
            var answer = await ask(CancellationToken.None);
            if (willDo(answer) || DateTimeOffset.UtcNow > deadline) return answer;
            await Task.Delay(500);
        }
    }
}
