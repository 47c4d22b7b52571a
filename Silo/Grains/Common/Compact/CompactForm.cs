using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans;

namespace Distribution.Grains.Common.Compact;

/// <summary>
/// A type of states or of a part of one, field by field: the number of a field is its member's <c>[Id]</c> plus one, so what binds the messages between
/// silos binds the records too, and a number is never used again for something else. A member that has its initial value is left out; one that is
/// absent, in a record that is older than the member, reads as that; one that is unknown is passed over.
/// </summary>
internal sealed class CompactForm<T> : ValueForm<T> where T : class
{
    private readonly Member<T>?[] _byField;
    private readonly Member<T>[] _members;
    private readonly bool _hasInitialValues;

    /// <summary>The form itself is known to others before its members are: a type may contain itself.</summary>
    public CompactForm()
    {
        _hasInitialValues = typeof(T).GetConstructor(Type.EmptyTypes) is not null;
        ValueForms.Remember(this);
        var initial = Make();
        _members = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.IsDefined(typeof(IdAttribute))).Select(property => Member<T>.Of(property, initial)).OrderBy(static member => member.Field)];
        _byField = new Member<T>?[_members.Length == 0 ? 0 : _members[^1].Field + 1];
        foreach (var member in _members) _byField[member.Field] = member;
    }

    /// <inheritdoc />
    public override void Write(CompactWriter writer, int field, T value)
    {
        var start = writer.Open(field);
        WriteMembers(writer, value);
        writer.Close(start);
    }

    /// <inheritdoc />
    public override T Read(ref CompactReader reader, T? before)
    {
        var inside = new CompactReader(reader.Bytes());
        return ReadMembers(ref inside);
    }

    /// <summary>The members of the whole record.</summary>
    public void WriteMembers(CompactWriter writer, T value)
    {
        foreach (var member in _members) member.Write(writer, value);
    }

    /// <summary>The whole record from its members.</summary>
    public T ReadMembers(ref CompactReader reader)
    {
        var made = Make();
        while (reader.Next())
            if (reader.Field < _byField.Length && _byField[reader.Field] is { } member)
                member.Read(ref reader, made);
        return made;
    }

    private T Make() => _hasInitialValues ? Activator.CreateInstance<T>() : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
}

/// <summary>A member of a record.</summary>
internal abstract class Member<TOwner>
{
    private static readonly MethodInfo Typed = typeof(Member<TOwner>).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Its number, from 1 up.</summary>
    public required int Field { get; init; }

    public static Member<TOwner> Of(PropertyInfo property, TOwner initial) =>
        (Member<TOwner>)Typed.MakeGenericMethod(property.PropertyType).Invoke(null, [property, initial])!;

    public abstract void Write(CompactWriter writer, TOwner owner);

    public abstract void Read(ref CompactReader reader, TOwner owner);

    private static Member<TOwner, TValue> Create<TValue>(PropertyInfo property, TOwner initial) => new(property, initial)
    {
        Field = (int)property.GetCustomAttribute<IdAttribute>()!.Id + 1,
    };
}

/// <inheritdoc />
internal sealed class Member<TOwner, TValue> : Member<TOwner>
{
    private readonly Func<TOwner, TValue> _get;
    private readonly Action<TOwner, TValue> _set;
    private readonly ValueForm<TValue> _form;

    /// <summary>What is absent reads as this: only with this value may it be left out.</summary>
    private readonly TValue _initial;

    public Member(PropertyInfo property, TOwner initial)
    {
        _get = property.GetMethod!.CreateDelegate<Func<TOwner, TValue>>();
        _set = property.SetMethod!.CreateDelegate<Action<TOwner, TValue>>();
        _form = ValueForms.Of<TValue>();
        _initial = _get(initial);
    }

    public override void Write(CompactWriter writer, TOwner owner)
    {
        var value = _get(owner);
        // Nearly every member that is an object begins as null, and then needs no comparison.
        if (_initial is null ? value is null : _form.IsSame(value, _initial)) return;
        if (value is null) throw new InvalidOperationException($"Field {Field} of a {typeof(TOwner).Name} is null, and would read as something else.");
        _form.Write(writer, Field, value);
    }

    public override void Read(ref CompactReader reader, TOwner owner) => _set(owner, _form.Read(ref reader, _get(owner)));
}
