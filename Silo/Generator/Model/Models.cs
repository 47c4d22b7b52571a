namespace Distribution.Generator.Model;

/// <summary>What reading one declaration gave: a model to write, or reasons why not. No symbols, so that it can be cached.</summary>
internal sealed record Scan<T>(T? Model, EquatableArray<DiagnosticInfo> Diagnostics) where T : class, IEquatable<T>;

/// <summary>One grain or observer interface. Type names are fully qualified C#.</summary>
internal sealed record ReferenceModel(string Interface, string ReferenceName, string HintName, EquatableArray<MethodModel> Methods);

/// <summary>The part of a reference that the manifest shows, apart so that a changed method leaves the manifest cached.</summary>
internal sealed record ReferenceEntry(string Interface, string ReferenceName);

/// <summary>What a method gives back.</summary>
internal enum ReturnKind
{
    Unsupported,
    Void,
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
}

/// <summary>One method of a reference, with the interface that declares it.</summary>
internal sealed record MethodModel(string Interface, string Name, string CallName, ReturnModel Return, MethodOptions Options)
{
    /// <summary>The parameters as declared.</summary>
    public EquatableArray<ParameterModel> Parameters { get; init; }

    /// <summary>Whether the last parameter is the cancellation token, which travels beside the message and not in it.</summary>
    public bool TakesToken { get; init; }

    /// <summary>How many parameters are arguments of the message.</summary>
    public int ArgumentCount => TakesToken ? Parameters.Count - 1 : Parameters.Count;
}

/// <summary>The declared return type, and the type of the result if there is one.</summary>
internal sealed record ReturnModel(ReturnKind Kind, string Type, string? Result);

/// <summary>What the attributes of a method said.</summary>
internal sealed record MethodOptions(bool IsReadOnly, bool IsAlwaysInterleave, bool IsOneWay, long? TimeoutTicks);

/// <summary>One parameter; the name is escaped where C# needs it.</summary>
internal sealed record ParameterModel(string Type, string Name);

/// <summary>One grain class.</summary>
internal sealed record GrainClassModel(string Type, string GrainType, EquatableArray<string> Interfaces)
{
    /// <summary>An expression for each constructor parameter.</summary>
    public EquatableArray<string> Arguments { get; init; }

    public bool IsReentrant { get; init; }

    /// <summary>An expression, because "one a processor" is not known when compiling.</summary>
    public string? MaxLocalWorkers { get; init; }

    public long? CollectionAgeTicks { get; init; }
}
