using System.Buffers;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;

namespace Distribution.Grains.Ledger;

/// <summary>The pure rules of the book: what may be booked, and what a booking makes of the head.</summary>
public static class LedgerBook
{
    // Every credit rewrites its tail; only the finished one is kept.
    [ThreadStatic] private static (ArrayBufferWriter<byte> Tail, ArrayBufferWriter<byte> Scratch)? _buffers;

    private const int IdBytesMax = 96;
    private const int ReceiptBytesMax = 64;
    private const int ReasonBytesMax = 300;

    /// <summary>Characters of a project that fit with any task's number, whatever they are.</summary>
    private const int ShortProject = 28;

    /// <summary>
    /// Throws <see cref="ArgumentException"/> for an order that can't stand in this book. An amount is what the entry adds to the
    /// balance: taken back and paid out are negative, corrections are either; a release names what falls due and adds nothing.
    /// </summary>
    public static void Check(string worker, string month, CreditOrder order)
    {
        if (Problem(worker, month, order) is { } problem) throw new ArgumentException($"Entry \"{order.EntryId}\" {problem}.");
    }

    /// <summary>The state of a month that just began.</summary>
    public static LedgerState Open(string worker, string month, LedgerOpening opening)
    {
        var genesis = EntryCodec.Genesis(worker, month, opening);
        return new LedgerState
        {
            Opening = opening,
            Hash = genesis,
            TailStartHash = genesis,
            Balance = opening.Balance,
            Closing = opening.IsLate ? new LedgerClosing(0, genesis, opening.Balance) : null,
        };
    }

    /// <summary>The head after booking <paramref name="orders"/>, all of them new.</summary>
    public static LedgerState Append(LedgerState state, string worker, IReadOnlyList<CreditOrder> orders)
    {
        if (orders.Count == 0) return state;
        var (tail, scratch) = _buffers ??= (new ArrayBufferWriter<byte>(8192), new ArrayBufferWriter<byte>(EntryCodec.EntryBytesMax));
        tail.ResetWrittenCount();
        tail.Write(state.Tail);
        var hash = (byte[])state.Hash.Clone();
        var balance = new Dictionary<string, long>(state.Balance);
        var earned = new Dictionary<string, long>(state.Earned);
        var late = state.Closing is null ? null : new Dictionary<string, long>(state.Late ?? []);
        var highest = state.HighestN;
        for (var i = 0; i < orders.Count; i++)
        {
            var order = orders[i];
            var range = EntryCodec.Write(tail, scratch, worker, state.Count + i, order);
            EntryCodec.Chain(hash, tail.WrittenSpan[range]);
            Add(balance, order.Currency, OnBalance(order));
            if (late is not null) Add(late, order.Currency, OnBalance(order));
            if (order.Kind is not (EntryKind.Payout or EntryKind.PayoutReturned or EntryKind.Released))
                Add(earned, order.Currency, order.Amount.Micros);
            highest = Math.Max(highest, EntryIds.AssignmentNumber(worker, order.EntryId));
        }

        return state with
        {
            Count = state.Count + orders.Count,
            Hash = hash,
            Balance = balance,
            Earned = earned,
            Late = late,
            HighestN = highest,
            TailCount = state.TailCount + orders.Count,
            Tail = tail.WrittenSpan.ToArray(),
        };
    }

    /// <summary>The head after its whole tail went into pages.</summary>
    public static LedgerState DropTail(LedgerState state) => state with { TailCount = 0, Tail = [], TailStartHash = state.Hash };

    /// <summary>The head of a month that closes now; a closed one stays as it is.</summary>
    public static LedgerState Close(LedgerState state) =>
        state.Closing is null ? state with { Closing = new LedgerClosing(state.Count, state.Hash, state.Balance) } : state;

    /// <summary>What an entry adds to the balance.</summary>
    public static long OnBalance(CreditOrder order) => order.Kind == EntryKind.Released ? 0 : order.Amount.Micros;

    /// <summary>Adds to one currency; throws when it overflows.</summary>
    public static void Add(Dictionary<string, long> amounts, string currency, long micros) =>
        amounts[currency] = checked(amounts.GetValueOrDefault(currency) + micros);

    /// <summary>Whether an id is among the entries.</summary>
    public static bool Contains(byte[] entries, ReadOnlySpan<byte> shortId)
    {
        var reader = new EntryReader(entries);
        while (!reader.IsEnd)
        {
            if (EntryCodec.ShortId(reader.Entry()).SequenceEqual(shortId)) return true;
        }

        return false;
    }

    private static bool Fits(string text, int bytesMax) => text.Length <= bytesMax && Encoding.UTF8.GetByteCount(text) <= bytesMax;

    /// <summary>Only a long project makes the id worth building.</summary>
    private static bool FitsTask(TaskId task) => task.Project.Value.Length <= ShortProject || Fits(task.ToString(), IdBytesMax);

    /// <summary>What is wrong with an order; null for nearly all, which therefore cost no text.</summary>
    private static string? Problem(string worker, string month, CreditOrder order)
    {
        if (order.Worker.Value != worker || order.Month != month) return $"belongs to {order.LedgerKey}, not to {worker}/{month}";
        if (order.EntryId.Length == 0 || order.EntryId[0] == '.' || !Fits(order.EntryId, IdBytesMax))
            return $"needs an id of 1 to {IdBytesMax} bytes that doesn't begin with a dot";
        if (order.Currency.Length != 3 || !Fits(order.Currency, 3)) return "needs a currency of three letters";
        if (!Fits(order.ReceiptHash, ReceiptBytesMax)) return $"has a receipt hash longer than {ReceiptBytesMax} bytes";
        if (!Fits(order.Reason ?? "", ReasonBytesMax)) return $"has a reason longer than {ReasonBytesMax} bytes";
        if (order.Task is { } task && !FitsTask(task)) return $"names a task with an id longer than {IdBytesMax} bytes";
        var isTaken = order.Kind is EntryKind.Voided or EntryKind.Payout;
        var isSigned = order.Kind == EntryKind.Adjusted || (isTaken ? order.Amount.Micros <= 0 : order.Amount.Micros >= 0);
        return isSigned ? null : "has the wrong sign";
    }
}
