using System.Collections.Immutable;

namespace Distribution.Grains.Common.Compact;

/// <summary>
/// One field an element, each of which is bytes; a collection that has none, where that is not its member's initial value, is a single integer.
/// </summary>
internal abstract class CollectionForm<TCollection, TElement> : ValueForm<TCollection> where TCollection : class, IReadOnlyCollection<TElement>
{
    public sealed override bool IsSame(TCollection? left, TCollection? right) =>
        ReferenceEquals(left, right) || (left is { Count: 0 } && right is { Count: 0 });

    public sealed override void Write(CompactWriter writer, int field, TCollection value)
    {
        if (value.Count == 0) writer.Integer(field, 0);
        else WriteElements(writer, field, value);
    }

    // What a member begins with may be everybody's, so only what has grown already is added to.
    public sealed override TCollection Read(ref CompactReader reader, TCollection? before) => reader.Type == WireType.Bytes
        ? Add(before is { Count: > 0 } ? before : Empty(), ref reader)
        : Empty();

    protected abstract void WriteElements(CompactWriter writer, int field, TCollection value);

    /// <summary>A new one.</summary>
    protected abstract TCollection Empty();

    /// <summary>Adds the element at which the reader stands to one that this form has made.</summary>
    protected abstract TCollection Add(TCollection collection, ref CompactReader reader);
}

internal sealed class ListForm<T> : CollectionForm<IReadOnlyList<T>, T>
{
    private readonly ValueForm<T> _element = ValueForms.Of<T>();

    protected override void WriteElements(CompactWriter writer, int field, IReadOnlyList<T> value)
    {
        for (var i = 0; i < value.Count; i++) _element.Write(writer, field, value[i]);
    }

    protected override IReadOnlyList<T> Empty() => new List<T>();

    protected override IReadOnlyList<T> Add(IReadOnlyList<T> collection, ref CompactReader reader)
    {
        ((List<T>)collection).Add(_element.Read(ref reader, default));
        return collection;
    }
}

/// <summary>Entries of a text and a value, as Protocol Buffers writes maps: parts of two fields.</summary>
internal abstract class MapForm<TMap, TValue> : CollectionForm<TMap, KeyValuePair<string, TValue>>
    where TMap : class, IReadOnlyDictionary<string, TValue>
{
    private const int Key = 1;
    private const int Value = 2;
    private readonly ValueForm<string> _key = ValueForms.Of<string>();
    private readonly ValueForm<TValue> _value = ValueForms.Of<TValue>();

    protected void WriteEntry(CompactWriter writer, int field, KeyValuePair<string, TValue> entry)
    {
        var start = writer.Open(field);
        _key.Write(writer, Key, entry.Key);
        _value.Write(writer, Value, entry.Value);
        writer.Close(start);
    }

    protected sealed override TMap Add(TMap collection, ref CompactReader reader)
    {
        var (key, value) = ("", default(TValue));
        for (var inside = new CompactReader(reader.Bytes()); inside.Next();)
        {
            if (inside.Field == Key) key = _key.Read(ref inside, null);
            else if (inside.Field == Value) value = _value.Read(ref inside, default);
        }

        return Add(collection, key, value!);
    }

    protected abstract TMap Add(TMap map, string key, TValue value);
}

internal sealed class DictionaryForm<T> : MapForm<Dictionary<string, T>, T>
{
    protected override void WriteElements(CompactWriter writer, int field, Dictionary<string, T> value)
    {
        foreach (var entry in value) WriteEntry(writer, field, entry);
    }

    protected override Dictionary<string, T> Empty() => [];

    protected override Dictionary<string, T> Add(Dictionary<string, T> map, string key, T value)
    {
        map[key] = value;
        return map;
    }
}

internal sealed class ReadOnlyDictionaryForm<T> : MapForm<IReadOnlyDictionary<string, T>, T>
{
    protected override void WriteElements(CompactWriter writer, int field, IReadOnlyDictionary<string, T> value)
    {
        foreach (var entry in value) WriteEntry(writer, field, entry);
    }

    protected override IReadOnlyDictionary<string, T> Empty() => new Dictionary<string, T>();

    protected override IReadOnlyDictionary<string, T> Add(IReadOnlyDictionary<string, T> map, string key, T value)
    {
        ((Dictionary<string, T>)map)[key] = value;
        return map;
    }
}

/// <summary>Its keys are in ordinal order, as all of ours are.</summary>
internal sealed class SortedDictionaryForm<T> : MapForm<ImmutableSortedDictionary<string, T>, T>
{
    private static readonly ImmutableSortedDictionary<string, T> None = ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);

    protected override void WriteElements(CompactWriter writer, int field, ImmutableSortedDictionary<string, T> value)
    {
        foreach (var entry in value) WriteEntry(writer, field, entry);
    }

    protected override ImmutableSortedDictionary<string, T> Empty() => None;

    protected override ImmutableSortedDictionary<string, T> Add(ImmutableSortedDictionary<string, T> map, string key, T value) => map.SetItem(key, value);
}
