using System.Collections.Concurrent;

namespace Distribution.Tests.EndToEnd.Support;

/// <summary>
/// The worlds that wait for the next test. A server that has just started compiles whatever it is asked for the first time, which costs more than most
/// tests of pages; each of these has done so. As many are made as tests run at once.
/// </summary>
internal static class Lending
{
    /// <summary>How many trainers a world of these has for all who borrow it.</summary>
    public const int Crowd = 60;

    private static readonly ConcurrentBag<World> Idle = [];

    /// <summary>One that is idle and has so many trainers left, or null.</summary>
    public static async Task<World?> TakeAsync(int trainers)
    {
        while (Idle.TryTake(out var world))
        {
            if (world.HasFresh(trainers)) return world;
            await world.EndAsync();
        }

        return null;
    }

    public static void Return(World world) => Idle.Add(world);

    /// <summary>Ended with the tests.</summary>
    public sealed class Worlds : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            while (Idle.TryTake(out var world)) await world.EndAsync();
        }
    }
}
