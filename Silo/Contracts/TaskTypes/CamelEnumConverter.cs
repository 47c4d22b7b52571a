using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distribution.Contracts.TaskTypes;

/// <summary>Enums as camelCase names, never as numbers: documents are written and read by people.</summary>
public sealed class CamelEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) where T
    : struct, Enum;
