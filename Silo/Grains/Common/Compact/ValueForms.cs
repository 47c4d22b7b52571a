using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Distribution.Contracts;

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
        [typeof(bool)] = new Value<bool>(static (writer, field, value) => writer.Integer(field, value ? 1 : 0), static (ref reader) => reader.Integer() != 0),
        [typeof(int)] = new Value<int>(static (writer, field, value) => writer.Integer(field, value), static (ref reader) => checked((int)reader.Integer())),
        [typeof(long)] = new Value<long>(static (writer, field, value) => writer.Integer(field, value), static (ref reader) => reader.Integer()),
        [typeof(string)] = new Value<string>(static (writer, field, value) => writer.Text(field, value), static (ref reader) => reader.Text()),
        [typeof(byte[])] = new BytesForm(),
        [typeof(DateTimeOffset)] = new Value<DateTimeOffset>(
            static (writer, field, value) => writer.Fixed64(field, value.UtcTicks), static (ref reader) => new DateTimeOffset(reader.Fixed64(), TimeSpan.Zero)),
        [typeof(MicroAmount)] = new Value<MicroAmount>(
            static (writer, field, value) => writer.Integer(field, value.Micros), static (ref reader) => new MicroAmount(reader.Integer())),
        [typeof(ProjectId)] = new Value<ProjectId>(static (writer, field, value) => writer.Text(field, value.Value), static (ref reader) => new ProjectId(reader.Text())),
        [typeof(WorkerId)] = new Value<WorkerId>(static (writer, field, value) => writer.Text(field, value.Value), static (ref reader) => new WorkerId(reader.Text())),
        [typeof(TaskId)] = new Value<TaskId>(
            static (writer, field, value) => writer.Text(field, value.Project.Value, '/', value.Number), static (ref reader) => TaskId.Parse(reader.Text())),
        [typeof(AssignmentId)] = new Value<AssignmentId>(
            static (writer, field, value) => writer.Text(field, value.Worker.Value, '.', value.N), static (ref reader) => AssignmentId.Parse(reader.Text())),
        [typeof(int[])] = new PackedForm<int[]>(static values => [.. values]),
        [typeof(long[])] = new LongsForm(),
        [typeof(IReadOnlyList<int>)] = new PackedForm<IReadOnlyList<int>>(static values => values),
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

    /// <summary>A value that is one field.</summary>
    private sealed class Value<T>(Value<T>.WriteValue write, Value<T>.ReadValue read) : ValueForm<T>
    {
        public delegate void WriteValue(CompactWriter writer, int field, T value);

        public delegate T ReadValue(ref CompactReader reader);

        public override void Write(CompactWriter writer, int field, T value) => write(writer, field, value);

        public override T Read(ref CompactReader reader, T? before) => read(ref reader);
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
    private sealed class PackedForm<T>(Func<List<int>, T> make) : ValueForm<T> where T : class, IReadOnlyList<int>
    {
        public override bool IsSame(T? left, T? right) => ReferenceEquals(left, right) || (left is { Count: 0 } && right is { Count: 0 });

        public override void Write(CompactWriter writer, int field, T value)
        {
            var start = writer.Open(field);
            for (var i = 0; i < value.Count; i++) writer.Varint((ulong)value[i]);
            writer.Close(start);
        }

        public override T Read(ref CompactReader reader, T? before)
        {
            var values = new List<int>();
            for (var inside = new CompactReader(reader.Bytes()); !inside.IsAtEnd;) values.Add((int)inside.Varint());
            return make(values);
        }
    }

    /// <inheritdoc cref="PackedForm{T}"/>
    private sealed class LongsForm : ValueForm<long[]>
    {
        public override bool IsSame(long[]? left, long[]? right) => ReferenceEquals(left, right) || (left is { Length: 0 } && right is { Length: 0 });

        public override void Write(CompactWriter writer, int field, long[] value)
        {
            var start = writer.Open(field);
            foreach (var one in value) writer.Varint((ulong)one);
            writer.Close(start);
        }

        public override long[] Read(ref CompactReader reader, long[]? before)
        {
            var values = new List<long>();
            for (var inside = new CompactReader(reader.Bytes()); !inside.IsAtEnd;) values.Add((long)inside.Varint());
            return [.. values];
        }
    }
}
