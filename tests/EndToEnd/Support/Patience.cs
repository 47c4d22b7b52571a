using System.Diagnostics;

namespace Distribution.Tests.EndToEnd.Support;

/// <summary>Waiting for another process: by asking again, up to a deadline.</summary>
internal static class Patience
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer will do; fails with the last answer.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> willDo, TimeSpan atMost)
    {
        var clock = Stopwatch.StartNew();
        for (; ; )
        {
            var answer = await ask();
            if (willDo(answer)) return answer;
            if (clock.Elapsed > atMost) throw new TimeoutException($"After {atMost} it still was: {answer}");
            await Task.Delay(Pause);
        }
    }
}
