using System.Reflection;
using System.Text.Json.Serialization;
using Distribution.Grains.Moves;
using Orleans;

namespace Distribution.Tests.Unit.Contracts;

/// <summary>
/// One line for everything that an older silo, or a record written last year, relies on. A member's name stands only where records are
/// written by it: on the wire it is the number that counts.
/// </summary>
internal static class ContractSnapshot
{
    public static IReadOnlyList<string> Lines()
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var grain in ContractTypes.Grains) lines.Add($"grain {MoveStates.GrainTypeOf(grain)}");
        foreach (var (grain, name, state) in ContractTypes.States) lines.Add($"state {MoveStates.GrainTypeOf(grain)}/{name}: {NameOf(state)}");
        foreach (var method in ContractTypes.Interfaces.SelectMany(static type => type.GetMethods())) lines.Add(Line(method));
        foreach (var type in ContractTypes.Messages.Where(static type => type.IsEnum))
            foreach (var value in Enum.GetNames(type)) lines.Add($"enum {NameOf(type)} #{Convert.ToInt64(Enum.Parse(type, value))}: {value}");
        foreach (var type in ContractTypes.Messages.Where(static type => !type.IsEnum))
            foreach (var member in ContractTypes.MembersOf(type)) lines.Add($"message {NameOf(type)} #{member.GetCustomAttribute<IdAttribute>()?.Id}: {NameOf(ContractTypes.TypeOf(member))}");
        foreach (var type in ContractTypes.Stored.Where(static type => !type.IsEnum && !type.IsDefined(typeof(JsonConverterAttribute), inherit: false)))
            foreach (var member in ContractTypes.MembersOf(type)) lines.Add($"stored {NameOf(type)}.{JsonName(member)}: {NameOf(ContractTypes.TypeOf(member))}");
        return [.. lines];
    }

    private static string Line(MethodInfo method) =>
        $"call {method.DeclaringType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(static p => NameOf(p.ParameterType)))}): {NameOf(method.ReturnType)}";

    private static string JsonName(MemberInfo member) => member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? member.Name;

    private static string NameOf(Type type)
    {
        if (type.IsGenericParameter) return type.Name;
        if (type.IsArray) return $"{NameOf(type.GetElementType()!)}[]";
        var name = type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? type.Name;
        return type.IsGenericType && !type.IsGenericTypeDefinition ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }
}
