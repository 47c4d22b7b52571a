using Distribution.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Distribution.Web.Common;

/// <summary>What the OpenAPI document can't see by itself: ids and amounts are strings, problems carry a code.</summary>
internal static class ApiDescription
{
    private static readonly HashSet<Type> Strings = [typeof(ProjectId), typeof(WorkerId), typeof(TaskId), typeof(AssignmentId), typeof(MicroAmount)];

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Distribution", Version = "v1", Description = "Task distribution for human trainers." };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(DescribeStrings);
        options.AddOperationTransformer(AddProblems);
    }

    private static Task DescribeStrings(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (!Strings.Contains(type)) return Task.CompletedTask;
        schema.Type = JsonSchemaType.String;
        schema.Properties?.Clear();
        schema.Required?.Clear();
        if (type == typeof(MicroAmount)) schema.Description = "Micro-units as a whole number in a string: \"1250000\" is 1.25.";
        return Task.CompletedTask;
    }

    private static Task AddProblems(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses ??= [];
        operation.Responses.TryAdd("default", new OpenApiResponse
        {
            Description = "A problem (RFC 9457); its \"code\" says which.",
            Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = ProblemSchema() } },
        });
        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "status", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };
}
