using System.Reflection;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>The task types that come with the system: version 1 of each, there without being stored.</summary>
public static class BuiltInTypes
{
    private const string Prefix = "Distribution.Grains.TaskTypes.BuiltIn.";

    private static readonly Lazy<SortedDictionary<string, BuiltInType>> Types = new(Load);

    /// <summary>All of them, by id.</summary>
    public static IReadOnlyDictionary<string, BuiltInType> All => Types.Value;

    /// <summary>One of them, or null.</summary>
    public static BuiltInType? Find(string id) => Types.Value.GetValueOrDefault(id);

    private static SortedDictionary<string, BuiltInType> Load()
    {
        var types = new SortedDictionary<string, BuiltInType>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var json = reader.ReadToEnd();
            var document = TaskTypeReader.ReadTrusted(json);
            types.Add(document.Id, new BuiltInType(document, json));
        }

        return types;
    }
}

/// <summary>A built-in type: as read, and as written.</summary>
public sealed record BuiltInType(TaskTypeDocument Document, string Json);
