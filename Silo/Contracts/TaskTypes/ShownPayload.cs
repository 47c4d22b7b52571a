using System.Text.Json;
using System.Text.Json.Nodes;
using Distribution.Contracts.Experiments;

namespace Distribution.Contracts.TaskTypes;

/// <summary>A task's material as a lease shows it.</summary>
public static class ShownPayload
{
    /// <summary>
    /// The payload in which some fields have another field's content, as the lease's variant says; those others are left out, so that nobody sees what
    /// is compared. A field whose source is missing stays as it is.
    /// </summary>
    public static JsonElement Of(JsonElement payload, IReadOnlyList<FieldSwap>? shown)
    {
        if (shown is null || shown.Count == 0 || payload.ValueKind != JsonValueKind.Object) return payload;
        var members = JsonObject.Create(payload)!;
        foreach (var swap in shown)
        {
            if (members[swap.From] is not { } content) continue;
            members.Remove(swap.From);
            members[swap.Field] = content;
        }

        using var document = JsonDocument.Parse(members.ToJsonString());
        return document.RootElement.Clone();
    }
}
