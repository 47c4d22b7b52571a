using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;

namespace Distribution.Grains.Common.Compact;

/// <summary>How values of a type are written as a field, and read.</summary>
internal abstract class ValueForm<T>
{
    /// <summary>Writes the field; a collection writes one for each of its elements, or one for all.</summary>
    public abstract void Write(CompactWriter writer, int field, T value);

    /// <summary>Reads the field at which the reader stands. <paramref name="before"/> is the member's value so far: a collection grows by it.</summary>
    public abstract T Read(ref CompactReader reader, T? before);

    /// <summary>Whether the two would read as the same.</summary>
    public virtual bool IsSame(T? left, T? right) => EqualityComparer<T>.Default.Equals(left, right);
}

/// <summary>The form of each type that states consist of.</summary>
internal static class ValueForms
{
    private static readonly Lock Building = new();
    private static readonly ConcurrentDictionary<Type, object> Known = new(new Dictionary<Type, object>
    {
        [typeof(bool)] = new FlagForm(),
        [typeof(int)] = new IntForm(),
        [typeof(long)] = new LongForm(),
        [typeof(string)] = new TextForm(),
        [typeof(byte[])] = new BytesForm(),
        [typeof(DateTimeOffset)] = new TimeForm(),
        [typeof(MicroAmount)] = new AmountForm(),
        [typeof(ProjectId)] = new ProjectForm(),
        [typeof(WorkerId)] = new WorkerForm(),
        [typeof(TaskId)] = new TaskForm(),
        [typeof(AssignmentId)] = new AssignmentForm(),
        [typeof(int[])] = new PackedForm<int[], int>(static values => [.. values]),
        [typeof(long[])] = new PackedForm<long[], long>(static values => [.. values]),
        [typeof(IReadOnlyList<TimeSegment>)] = new SegmentsForm(),
        [typeof(IReadOnlyList<int>)] = new PackedForm<IReadOnlyList<int>, int>(static values => values),
    });

    /// <summary>The form of a type. Throws <see cref="NotSupportedException"/> for one that no state consists of yet.</summary>
    public static ValueForm<T> Of<T>() => (ValueForm<T>)Of(typeof(T));

    /// <summary>Known from now on.</summary>
    public static void Remember<T>(ValueForm<T> form) => Known.TryAdd(typeof(T), form);

    private static object Of(Type type)
    {
        if (Known.TryGetValue(type, out var known)) return known;
        lock (Building) return Known.TryGetValue(type, out known) ? known : Known.GetOrAdd(type, Build(type));
    }

    private static object Build(Type type)
    {
        if (type.IsEnum) return Make(typeof(EnumForm<>), type);
        if (Nullable.GetUnderlyingType(type) is { } inner) return Make(typeof(NullableForm<>), inner);
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (generic == typeof(IReadOnlyList<>)) return Make(typeof(ListForm<>), type.GetGenericArguments());
        if (generic == typeof(IReadOnlyDictionary<,>)) return Make(typeof(ReadOnlyDictionaryForm<>), KeyedByText(type));
        if (generic == typeof(Dictionary<,>)) return Make(typeof(DictionaryForm<>), KeyedByText(type));
        if (generic == typeof(ImmutableSortedDictionary<,>)) return Make(typeof(SortedDictionaryForm<>), KeyedByText(type));
        if (type is { IsClass: true, IsAbstract: false } && type.Namespace?.StartsWith("Distribution.", StringComparison.Ordinal) == true) return Make(typeof(CompactForm<>), type);
        throw new NotSupportedException($"States hold no {type}, so it has no compact form.");
    }

    private static Type KeyedByText(Type dictionary) => dictionary.GetGenericArguments() is [var key, var value] && key == typeof(string)
        ? value
        : throw new NotSupportedException($"A {dictionary} has no compact form: only texts are keys.");

    private static object Make(Type form, params Type[] of)
    {
        try
        {
            return Activator.CreateInstance(form.MakeGenericType(of))!;
        }
        catch (TargetInvocationException error) when (error.InnerException is NotSupportedException inner)
        {
            throw inner;
        }
    }

    private sealed class FlagForm : ValueForm<bool>
    {
        public override void Write(CompactWriter writer, int field, bool value) => writer.Integer(field, value ? 1 : 0);

        public override bool Read(ref CompactReader reader, bool before) => reader.Integer() != 0;
    }

    private sealed class IntForm : ValueForm<int>
    {
        public override void Write(CompactWriter writer, int field, int value) => writer.Integer(field, value);

        public override int Read(ref CompactReader reader, int before) => checked((int)reader.Integer());
    }

    private sealed class LongForm : ValueForm<long>
    {
        public override void Write(CompactWriter writer, int field, long value) => writer.Integer(field, value);

        public override long Read(ref CompactReader reader, long before) => reader.Integer();
    }

    private sealed class TextForm : ValueForm<string>
    {
        public override void Write(CompactWriter writer, int field, string value) => writer.Text(field, value);

        public override string Read(ref CompactReader reader, string? before) => reader.Text();
    }

    private sealed class TimeForm : ValueForm<DateTimeOffset>
    {
        public override void Write(CompactWriter writer, int field, DateTimeOffset value) => writer.Fixed64(field, value.UtcTicks);

        public override DateTimeOffset Read(ref CompactReader reader, DateTimeOffset before) => new(reader.Fixed64(), TimeSpan.Zero);
    }

    private sealed class AmountForm : ValueForm<MicroAmount>
    {
        public override void Write(CompactWriter writer, int field, MicroAmount value) => writer.Integer(field, value.Micros);

        public override MicroAmount Read(ref CompactReader reader, MicroAmount before) => new(reader.Integer());
    }

    private sealed class ProjectForm : ValueForm<ProjectId>
    {
        public override void Write(CompactWriter writer, int field, ProjectId value) => writer.Text(field, value.Value);

        public override ProjectId Read(ref CompactReader reader, ProjectId before) => new(reader.Text());
    }

    private sealed class WorkerForm : ValueForm<WorkerId>
    {
        public override void Write(CompactWriter writer, int field, WorkerId value) => writer.Text(field, value.Value);

        public override WorkerId Read(ref CompactReader reader, WorkerId before) => new(reader.Text());
    }

    private sealed class TaskForm : ValueForm<TaskId>
    {
        public override void Write(CompactWriter writer, int field, TaskId value) => writer.Text(field, value.Project.Value, '/', value.Number);

        public override TaskId Read(ref CompactReader reader, TaskId before) => TaskId.Parse(reader.Text());
    }

    private sealed class AssignmentForm : ValueForm<AssignmentId>
    {
        public override void Write(CompactWriter writer, int field, AssignmentId value) => writer.Text(field, value.Worker.Value, '.', value.N);

        public override AssignmentId Read(ref CompactReader reader, AssignmentId before) => AssignmentId.Parse(reader.Text());
    }

    private sealed class EnumForm<T> : ValueForm<T> where T : struct, Enum
    {
        public override void Write(CompactWriter writer, int field, T value) => writer.Integer(field, Unsafe.BitCast<T, int>(value));

        public override T Read(ref CompactReader reader, T before) => Unsafe.BitCast<int, T>(checked((int)reader.Integer()));
    }

    private sealed class NullableForm<T> : ValueForm<T?> where T : struct
    {
        private readonly ValueForm<T> _inner = Of<T>();

        public override void Write(CompactWriter writer, int field, T? value) => _inner.Write(writer, field, value!.Value);

        public override T? Read(ref CompactReader reader, T? before) => _inner.Read(ref reader, default);
    }

    private sealed class BytesForm : ValueForm<byte[]>
    {
        public override void Write(CompactWriter writer, int field, byte[] value) => writer.Bytes(field, value);

        public override byte[] Read(ref CompactReader reader, byte[]? before) => reader.Bytes().ToArray();

        public override bool IsSame(byte[]? left, byte[]? right) => ReferenceEquals(left, right) || (left is { Length: 0 } && right is { Length: 0 });
    }

    /// <summary>Integers from 0 on, one behind the other.</summary>
    private sealed class PackedForm<T, TElement>(Func<List<TElement>, T> make) : ValueForm<T>
        where T : class, IReadOnlyList<TElement> where TElement : IBinaryInteger<TElement>
    {
        public override bool IsSame(T? left, T? right) => ReferenceEquals(left, right) || (left is { Count: 0 } && right is { Count: 0 });

        public override void Write(CompactWriter writer, int field, T value)
        {
            var start = writer.Open(field);
            for (var i = 0; i < value.Count; i++) writer.Varint(ulong.CreateTruncating(value[i]));
            writer.Close(start);
        }

        public override T Read(ref CompactReader reader, T? before)
        {
            var values = new List<TElement>();
            for (var inside = new CompactReader(reader.Bytes()); !inside.IsAtEnd;) values.Add(TElement.CreateTruncating(inside.Varint()));
            return make(values);
        }
    }
}
