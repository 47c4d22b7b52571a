using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Workers;

namespace Distribution.Grains.Workers;

public sealed partial class WorkerGrain
{
    private OwnDay _worked = OwnDay.None;

    private WorkWishes Wishes => _profile.Value.Wishes ?? WorkWishes.None;

    private int Today => OwnDay.Of(Profile.TimeZone, _time.GetUtcNow());

    /// <inheritdoc />
    public async Task<WishesView> GetWishesAsync()
    {
        await ResolveAsync();
        await CountLastAsync();
        return new WishesView(Wishes, _worked.MsOn(Today), IsDayDone());
    }

    /// <inheritdoc />
    public async Task<WishesView> SetWishesAsync(int dailyMinutesMax, bool leansToLearned, bool goOnToday)
    {
        var wishes = new WorkWishes(dailyMinutesMax, leansToLearned, goOnToday ? Today : 0);
        if (wishes != Wishes) await _profile.CommitAsync(_profile.Value with { Wishes = wishes });
        return await GetWishesAsync();
    }

    private bool IsDayDone() =>
        Wishes.DailyMinutesMax > 0 && Wishes.LiftedDay != Today && _worked.MsOn(Today) >= Wishes.DailyMinutesMax * 60_000L;

    /// <summary>Durable with the next intent, which is written anyway.</summary>
    private void NoteWorked(AssignmentId assignment, Receipt receipt) => _worked = _worked.Add(Today, assignment.N, OwnDay.WorkedMs(receipt));

    /// <summary>What ended last before this activation, and was not written down with an intent, is asked for: once, and only for who has a limit.</summary>
    private async Task CountLastAsync()
    {
        if (Wishes.DailyMinutesMax == 0 || _current is not null || State.Intent is not { } intent || intent.N <= _worked.CountedN) return;
        var assignment = new AssignmentId(Id, intent.N);
        var ms = 0L;
        foreach (var number in intent.Candidates)
            if (await TaskOf(new TaskId(intent.Project, number)).ViewAsync(assignment) is { } view) ms = view.ActiveMs;
        _worked = _worked.Add(Today, intent.N, ms);
    }
}
