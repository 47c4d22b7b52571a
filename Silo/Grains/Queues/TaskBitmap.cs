using System.Numerics;

namespace Distribution.Grains.Queues;

/// <summary>A growing set of task numbers, one bit each: a million tasks are 125 KB.</summary>
internal sealed class TaskBitmap
{
    private ulong[] _words = [];

    /// <summary>How many are in it.</summary>
    public int Count { get; private set; }

    /// <summary>No word below this one has a bit.</summary>
    public int FirstWord { get; private set; }

    /// <summary>Words in use.</summary>
    public int Words => _words.Length;

    /// <summary>64 tasks at once.</summary>
    public ulong Word(int index) => index < _words.Length ? _words[index] : 0;

    /// <summary>Whether the task is in it.</summary>
    public bool Contains(int number) => (Word(number >> 6) & (1UL << (number & 63))) != 0;

    /// <summary>Puts the task in; false if it was there.</summary>
    public bool Add(int number)
    {
        var word = number >> 6;
        if (word >= _words.Length) Array.Resize(ref _words, Math.Max(word + 1, _words.Length * 2));
        if ((_words[word] & (1UL << (number & 63))) != 0) return false;
        _words[word] |= 1UL << (number & 63);
        Count++;
        if (word < FirstWord) FirstWord = word;
        return true;
    }

    /// <summary>Takes the task out; false if it was not there.</summary>
    public bool Remove(int number)
    {
        if (!Contains(number)) return false;
        _words[number >> 6] &= ~(1UL << (number & 63));
        Count--;
        while (FirstWord < _words.Length && _words[FirstWord] == 0) FirstWord++;
        return true;
    }

    /// <summary>The lowest number in it, or -1.</summary>
    public int First => FirstWord < _words.Length && _words[FirstWord] != 0 ? (FirstWord << 6) + BitOperations.TrailingZeroCount(_words[FirstWord]) : -1;

    /// <summary>The numbers in it, rising.</summary>
    public IEnumerable<int> Numbers() => From(0);

    /// <summary>The numbers in it from <paramref name="number"/> on (to a word of 64), rising.</summary>
    public IEnumerable<int> From(int number)
    {
        for (var word = Math.Max(FirstWord, number >> 6); word < _words.Length; word++)
            for (var bits = _words[word]; bits != 0; bits &= bits - 1) yield return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}
