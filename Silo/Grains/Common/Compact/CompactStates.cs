using System.Collections.Frozen;
using System.Text.Json;
using Distribution.Grains.Budgets;
using Distribution.Grains.History;
using Distribution.Grains.Ledger;
using Distribution.Grains.Tasks;
using Distribution.Grains.Workers;

namespace Distribution.Grains.Common.Compact;

/// <summary>
/// The states that every cycle writes, in a compact form: a third of their JSON, and faster (docs/decisions/0019). All others are JSON, and so
/// is what older versions wrote of these: it is read as it stands, and compact from its next write on.
/// </summary>
public static class CompactStates
{
    /// <summary>Begins a compact record; no JSON and no other mark does.</summary>
    public const byte Mark = 1;

    [ThreadStatic] private static CompactWriter? _writer;

    /// <summary>The types of states that are written so.</summary>
    public static FrozenSet<Type> Types { get; } =
    [
        typeof(TaskState), typeof(WorkerState), typeof(BudgetState), typeof(LedgerState), typeof(LedgerQuarter), typeof(HistoryState), typeof(HistoryChunk),
    ];

    /// <summary>The compact bytes of a state; null when its type is written as JSON.</summary>
    public static byte[]? Write<T>(T state)
    {
        if (State<T>.Form is not { } form) return null;
        var writer = _writer ??= new CompactWriter();
        writer.Begin(Mark);
        form.Write(writer, state);
        return writer.Written.ToArray();
    }

    /// <summary>Whether these bytes are a compact record.</summary>
    public static bool IsCompact(ReadOnlySpan<byte> stored) => stored is [Mark, ..];

    /// <summary>The state that a compact record holds. Throws <see cref="JsonException"/>, as for any damaged state, when it holds none.</summary>
    public static T Read<T>(ReadOnlySpan<byte> stored)
    {
        if (State<T>.Form is not { } form) throw new JsonException($"A {typeof(T).Name} is stored in a form that this version does not know.");
        try
        {
            return form.Read(stored[1..]);
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or OverflowException or ArgumentException)
        {
            throw new JsonException($"A stored {typeof(T).Name} does not read: {error.Message}", error);
        }
    }

    /// <summary>A type of states as the caller knows it: without the constraint of its form.</summary>
    private abstract class State<T>
    {
        public static readonly State<T>? Form = Types.Contains(typeof(T)) ? (State<T>)Activator.CreateInstance(typeof(Whole<>).MakeGenericType(typeof(T)))! : null;

        public abstract void Write(CompactWriter writer, T state);

        public abstract T Read(ReadOnlySpan<byte> stored);
    }

    private sealed class Whole<T> : State<T> where T : class
    {
        private readonly CompactForm<T> _form = (CompactForm<T>)ValueForms.Of<T>();

        public override void Write(CompactWriter writer, T state) => _form.WriteMembers(writer, state);

        public override T Read(ReadOnlySpan<byte> stored)
        {
            var reader = new CompactReader(stored);
            return _form.ReadMembers(ref reader);
        }
    }
}
