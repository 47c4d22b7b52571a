using Orleans;
using Orleans.Runtime;

namespace Distribution.Tests.Unit.Runtime.Grains;

public interface IReminderGrain : IGrainWithStringKey
{
    Task RegisterAsync(string name, TimeSpan due, TimeSpan period);

    Task UnregisterAsync(string name);

    Task<bool> HasAsync(string name);
}

public sealed class ReminderGrain(Journal journal) : Grain, IReminderGrain, IRemindable
{
    public Task RegisterAsync(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task UnregisterAsync(string name)
    {
        if (await this.GetReminder(name) is { } reminder) await this.UnregisterReminder(reminder);
    }

    public async Task<bool> HasAsync(string name) => await this.GetReminder(name) is not null;

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        journal.Write($"remind {reminderName}");
        journal.Write(RequestContext.Get("who") is null ? "unaccompanied" : "accompanied");
        return Task.CompletedTask;
    }
}
