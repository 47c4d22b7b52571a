using System.Reflection;
using Distribution.Contracts;
using Distribution.Grains.Moves;
using Distribution.Grains.Tasks;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Tests.Unit.Contracts;

/// <summary>Everything that crosses a grain call or rests in storage, found by following calls and states.</summary>
internal static class ContractTypes
{
    private static readonly Assembly[] Ours = [typeof(TaskId).Assembly, typeof(TaskState).Assembly];

    /// <summary>Grain and observer interfaces.</summary>
    public static IReadOnlyList<Type> Interfaces { get; } =
        [.. All().Where(static type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable))).OrderBy(static type => type.Name, StringComparer.Ordinal)];

    /// <summary>Grain classes.</summary>
    public static IReadOnlyList<Type> Grains { get; } =
        [.. All().Where(static type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(Grain))).OrderBy(static type => type.Name, StringComparer.Ordinal)];

    /// <summary>What grains store, by the grain's class and the state's name.</summary>
    public static IReadOnlyList<(Type Grain, string Name, Type State)> States { get; } =
        [.. Grains.SelectMany(static grain => MoveStates.StatesOf(grain).Select(state => (grain, state.Name, state.Type)))];

    /// <summary>Our own types that calls carry, or that say they could.</summary>
    public static IReadOnlyList<Type> Messages { get; } = Reach(
        Interfaces.SelectMany(static type => type.GetMethods()).SelectMany(static method => method.GetParameters().Select(static p => p.ParameterType).Append(method.ReturnType))
            .Concat(All().Where(static type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))));

    /// <summary>Our own types that rest in storage.</summary>
    public static IReadOnlyList<Type> Stored { get; } = Reach(States.Select(static state => state.State));

    /// <summary>What a type is serialized by: its own members that hold something, public or not.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type type)
    {
        const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var field in type.GetFields(own))
        {
            if (field.IsDefined(typeof(NonSerializedAttribute), inherit: false)) continue;
            var isBacking = field.Name.StartsWith('<') && field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal);
            yield return isBacking && type.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], own) is { } property ? property : field;
        }
    }

    /// <summary>The type of a member's value.</summary>
    public static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    /// <summary>The types that a type is made of: of a generic one its arguments too, of an array its elements.</summary>
    public static IEnumerable<Type> PartsOf(Type type)
    {
        if (type.IsGenericParameter) yield break;
        if (!type.IsArray) yield return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var inner = type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments();
        foreach (var part in inner.SelectMany(PartsOf)) yield return part;
    }

    private static List<Type> Reach(IEnumerable<Type> roots)
    {
        var found = new HashSet<Type>();
        var next = new Stack<Type>(roots.SelectMany(PartsOf));
        while (next.TryPop(out var type))
        {
            if (!IsOurs(type) || type.IsInterface || !found.Add(type) || type.IsEnum) continue;
            foreach (var part in MembersOf(type).SelectMany(static member => PartsOf(TypeOf(member)))) next.Push(part);
        }

        return [.. found.OrderBy(static type => type.Name, StringComparer.Ordinal)];
    }

    private static bool IsOurs(Type type) => Ours.Contains(type.Assembly);

    private static IEnumerable<Type> All() => Ours.SelectMany(static assembly => assembly.GetTypes());
}
