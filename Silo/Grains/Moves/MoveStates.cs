using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Distribution.Grains.Common;
using Distribution.Grains.Common.Compact;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Grains.Moves;

/// <summary>Which states there are, by kind, and how one is written through a storage provider as its grain would write it.</summary>
public static class MoveStates
{
    private static readonly FrozenDictionary<string, MovedState> ByKind = Find();

    /// <summary>All kinds of states.</summary>
    public static IReadOnlyCollection<string> Kinds => ByKind.Keys;

    /// <summary>
    /// Writes a record; one that is there already must be the same, so that a broken import can be run again. Throws
    /// <see cref="MoveException"/> for another one and for an unknown kind.
    /// </summary>
    public static Task WriteAsync(IGrainStorage storage, MovedRecord record) => ByKind.TryGetValue(record.Kind, out var known)
        ? known.WriteAsync(storage, GrainId.Create(record.Kind[..record.Kind.IndexOf('/', StringComparison.Ordinal)], record.Key), record.Body)
        : throw new MoveException($"The package holds \"{record.Kind}\", which this version does not know.");

    /// <summary>A stored record as JSON, whatever form its state has in the store: a package is for people, and for other versions.</summary>
    public static JsonElement JsonOf(string kind, ReadOnlyMemory<byte> stored)
    {
        if (!CompactStates.IsCompact(stored.Span)) return JsonDocument.Parse(stored).RootElement;
        return ByKind.TryGetValue(kind, out var known) ? known.JsonOf(stored.Span) : throw new MoveException($"A \"{kind}\" is stored in a form that this version does not know.");
    }

    /// <summary>The type name of a grain class: what it says, or by Orleans' convention the class without "Grain", in lower case.</summary>
    public static string GrainTypeOf(Type grain) => grain.GetCustomAttributesData().FirstOrDefault(static data => data.AttributeType == typeof(GrainTypeAttribute)) is { } named
        ? (string)named.ConstructorArguments[0].Value!
        : (grain.Name.EndsWith("Grain", StringComparison.Ordinal) ? grain.Name[..^5] : grain.Name).ToLowerInvariant();

    /// <summary>The states of a grain class: the name and type of each.</summary>
    public static IEnumerable<(string Name, Type Type)> StatesOf(Type grain) => grain.GetConstructors().SelectMany(static constructor => constructor.GetParameters())
        .Select(static parameter => (parameter.GetCustomAttribute<PersistentStateAttribute>()?.StateName, parameter.ParameterType))
        .Where(static pair => pair.StateName is not null).Select(static pair => (pair.StateName!, pair.ParameterType.GetGenericArguments()[0]));

    private static FrozenDictionary<string, MovedState> Find() => typeof(MoveStates).Assembly.GetTypes()
        .Where(static type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(Grain)))
        .SelectMany(static grain => StatesOf(grain).Select(state => (Kind: $"{GrainTypeOf(grain)}/{state.Name}", state.Name, state.Type)))
        .ToFrozenDictionary(
            static state => state.Kind, static state => (MovedState)Activator.CreateInstance(typeof(MovedState<>).MakeGenericType(state.Type), state.Name)!);

    private abstract class MovedState
    {
        public abstract Task WriteAsync(IGrainStorage storage, GrainId id, JsonElement body);

        public abstract JsonElement JsonOf(ReadOnlySpan<byte> compact);
    }

    private sealed class MovedState<T>(string name) : MovedState where T : class
    {
        public override async Task WriteAsync(IGrainStorage storage, GrainId id, JsonElement body)
        {
            var present = new Moved<T>();
            await storage.ReadStateAsync(name, id, present);
            var state = body.Deserialize<T>(GrainJson.Options) ?? throw new MoveException($"The {name} of {id} is null.");
            if (present.RecordExists)
            {
                if (BytesOf(present.State!).SequenceEqual(BytesOf(state))) return;
                throw new MoveException($"{id} has another {name} there already. Import into an empty place.");
            }

            present.State = state;
            await storage.WriteStateAsync(name, id, present);
        }

        public override JsonElement JsonOf(ReadOnlySpan<byte> compact) => JsonSerializer.SerializeToElement(CompactStates.Read<T>(compact), GrainJson.Options);

        private static byte[] BytesOf(T state) => JsonSerializer.SerializeToUtf8Bytes(state, GrainJson.Options);
    }

    private sealed class Moved<T> : IGrainState<T> where T : class
    {
        [AllowNull]
        public T State { get; set; } = null!;

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}
