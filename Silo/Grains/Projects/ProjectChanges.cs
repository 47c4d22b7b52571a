using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distribution.Contracts.Projects;
using Distribution.Grains.Common;

namespace Distribution.Grains.Projects;

/// <summary>Says what a change of settings changed, with the values before and after: what the history keeps of it.</summary>
internal static class ProjectChanges
{
    private const int ValueLengthMax = 80;
    private const int LengthMax = 800;
    private static readonly HashSet<string> Counted = ["version", "rateVersion", "status"];

    /// <summary>For example "limitMs 600000 → 300000, overlap 1 → 3"; empty when nothing that people set has changed.</summary>
    public static string Describe(ProjectSettings before, ProjectSettings after)
    {
        var (old, now) = (Members(before), Members(after));
        var text = new StringBuilder();
        foreach (var name in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var (was, becomes) = (old.GetValueOrDefault(name, "–"), now.GetValueOrDefault(name, "–"));
            if (was == becomes || Counted.Contains(name)) continue;
            if (text.Length > 0) text.Append(", ");
            if (text.Length > LengthMax) return text.Append('…').ToString();
            text.Append(name).Append(' ').Append(Short(was)).Append(" → ").Append(Short(becomes));
        }

        return text.ToString();
    }

    private static Dictionary<string, string> Members(ProjectSettings settings) =>
        ((JsonObject)JsonSerializer.SerializeToNode(settings, GrainJson.Options.GetTypeInfo(typeof(ProjectSettings)))!)
        .ToDictionary(static member => JsonNamingPolicy.CamelCase.ConvertName(member.Key), static member => member.Value?.ToJsonString(GrainJson.Options) ?? "–");

    private static string Short(string value) => value.Length <= ValueLengthMax ? value : string.Concat(value.AsSpan(0, ValueLengthMax - 1), "…");
}
