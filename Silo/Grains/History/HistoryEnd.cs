using Distribution.Contracts.History;

namespace Distribution.Grains.History;

/// <summary>Where a history ends now.</summary>
public static class HistoryEnd
{
    /// <summary>The position behind the last event, by halving: a history of a million events costs forty reads of one.</summary>
    public static async Task<long> FindAsync(IHistoryGrain history)
    {
        long low = 0, high = 1;
        while ((await history.ReadAsync(high - 1, 1)).Events.Count > 0) (low, high) = (high, high * 2);
        while (low < high - 1)
        {
            var middle = low + ((high - low) / 2);
            if ((await history.ReadAsync(middle - 1, 1)).Events.Count > 0) low = middle;
            else high = middle;
        }

        return low;
    }
}
