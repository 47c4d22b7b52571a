using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Distribution.Grains.Tasks;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Tests.Unit.Contracts;

/// <summary>What Orleans asks of a message, and what a rolling upgrade asks besides.</summary>
internal static class ContractRules
{
    /// <summary>What Orleans' serializer brings a codec for, so far as our contracts may use it. No object, no JsonElement, no delegates.</summary>
    private static readonly FrozenSet<Type> WithCodec = new[]
    {
        typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(Int128),
        typeof(char), typeof(float), typeof(double), typeof(decimal), typeof(string), typeof(Guid), typeof(Uri), typeof(Version),
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Nullable<>), typeof(KeyValuePair<,>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ReadOnlyMemory<>),
        typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(SortedDictionary<,>), typeof(SortedSet<>),
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedDictionary<,>),
        typeof(ImmutableSortedSet<>), typeof(ImmutableQueue<>), typeof(FrozenSet<>), typeof(FrozenDictionary<,>),
        typeof(IEnumerable<>), typeof(IReadOnlyCollection<>), typeof(IReadOnlyList<>), typeof(IReadOnlySet<>), typeof(IReadOnlyDictionary<,>),
    }.ToFrozenSet();

    private static readonly FrozenSet<Type> MutableCollections = new[]
    {
        typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Queue<>), typeof(SortedDictionary<,>), typeof(SortedSet<>),
    }.ToFrozenSet();

    private static readonly FrozenSet<Type> Results = new[] { typeof(Task), typeof(ValueTask), typeof(Task<>), typeof(ValueTask<>), typeof(IAsyncEnumerable<>) }.ToFrozenSet();

    /// <summary>What is wrong with a type, a sentence each.</summary>
    public static IEnumerable<string> FaultsOf(Type type)
    {
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)) yield return $"{type.Name} lacks [GenerateSerializer].";
        if (type.GetCustomAttribute<AliasAttribute>(inherit: false) is null) yield return $"{type.Name} lacks [Alias].";
        if (type.IsEnum) yield break;
        if (!type.IsDefined(typeof(ImmutableAttribute), inherit: false)) yield return $"{type.Name} lacks [Immutable].";
        if (type is { IsClass: true, IsSealed: false, IsAbstract: false }) yield return $"{type.Name} is not sealed.";
        var ids = new Dictionary<uint, string>();
        foreach (var member in ContractTypes.MembersOf(type))
        {
            var name = $"{type.Name}.{member.Name}";
            if (member.GetCustomAttribute<IdAttribute>() is not { } id) yield return $"{name} lacks [Id].";
            else if (!ids.TryAdd(id.Id, name)) yield return $"{name} has the [Id] {id.Id} of {ids[id.Id]}.";
            if (IsMutable(member) || (IsMessage(type) && IsMutableCollection(ContractTypes.TypeOf(member)))) yield return $"{name} can be changed after the message was made.";
            foreach (var part in ContractTypes.PartsOf(ContractTypes.TypeOf(member)).Where(static part => !HasCodec(part)))
                yield return $"{name} holds {part.Name}, for which Orleans has no codec.";
        }
    }

    /// <summary>What is wrong with a grain or observer interface, a sentence each.</summary>
    public static IEnumerable<string> FaultsOfInterface(Type type)
    {
        var isObserver = type.IsAssignableTo(typeof(IGrainObserver));
        if (!isObserver && !type.IsAssignableTo(typeof(IGrainWithStringKey))) yield return $"{type.Name} has no string key.";
        if (type.GetProperties().Length + type.GetEvents().Length > 0) yield return $"{type.Name} has properties or events.";
        if (type.IsGenericType) yield return $"{type.Name} is generic.";
        foreach (var method in type.GetMethods())
        {
            var name = $"{type.Name}.{method.Name}";
            var result = method.ReturnType.IsGenericType ? method.ReturnType.GetGenericTypeDefinition() : method.ReturnType;
            if (!Results.Contains(result) && !(isObserver && result == typeof(void))) yield return $"{name} returns {result.Name}, which no call can wait for.";
            if (method.IsGenericMethod) yield return $"{name} is generic.";
            if (type.GetMethods().Count(other => other.Name == method.Name) > 1) yield return $"{name} is overloaded.";
            foreach (var parameter in method.GetParameters().Where(static parameter => parameter.ParameterType.IsByRef))
                yield return $"{name} takes {parameter.Name} by reference.";
            var types = method.GetParameters().Select(static p => p.ParameterType).Where(static t => t != typeof(CancellationToken)).Concat(method.ReturnType.GetGenericArguments());
            foreach (var part in types.SelectMany(ContractTypes.PartsOf).Where(static part => !HasCodec(part)))
                yield return $"{name} carries {part.Name}, for which Orleans has no codec.";
        }
    }

    private static bool HasCodec(Type type) =>
        WithCodec.Contains(type) || type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
        || (type.IsInterface && type.IsAssignableTo(typeof(IAddressable)));

    /// <summary>What grains keep and send among themselves may hold arrays and dictionaries: they replace them, and nobody else has them.</summary>
    private static bool IsMessage(Type type) => type.Assembly != typeof(TaskState).Assembly;

    private static bool IsMutableCollection(Type type) =>
        (type.IsArray && type != typeof(byte[])) || (type.IsGenericType && MutableCollections.Contains(type.GetGenericTypeDefinition()));

    private static bool IsMutable(MemberInfo member) => member switch
    {
        PropertyInfo { SetMethod: { } set } => !set.ReturnParameter.GetRequiredCustomModifiers().Any(static modifier => modifier.Name == "IsExternalInit"),
        FieldInfo field => !field.IsInitOnly,
        _ => false,
    };
}
