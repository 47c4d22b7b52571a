using System.Text.Json.Serialization;

namespace Distribution.Contracts.Imports;

/// <summary>How mappings, errors and views of imports are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ImportMapping))]
[JsonSerializable(typeof(ImportError))]
[JsonSerializable(typeof(ImportView))]
public sealed partial class ImportsJsonContext : JsonSerializerContext;
