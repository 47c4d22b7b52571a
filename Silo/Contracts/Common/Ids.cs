using System.Globalization;
using System.Text.Json.Serialization;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts;

/// <summary>A project.</summary>
[GenerateSerializer, Immutable, Alias("ProjectId"), JsonConverter(typeof(IdConverter<ProjectId>))]
public readonly record struct ProjectId([property: Id(0)] string Value) : IId<ProjectId>
{
    /// <inheritdoc />
    public static ProjectId Parse(string text) => new(text);

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>A person with an account, in whatever role.</summary>
[GenerateSerializer, Immutable, Alias("WorkerId"), JsonConverter(typeof(IdConverter<WorkerId>))]
public readonly record struct WorkerId([property: Id(0)] string Value) : IId<WorkerId>
{
    /// <inheritdoc />
    public static WorkerId Parse(string text) => new(text);

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>One task: the project, and the number it got at import, from 0 up. Written "project/17".</summary>
[GenerateSerializer, Immutable, Alias("TaskId"), JsonConverter(typeof(IdConverter<TaskId>))]
public readonly record struct TaskId([property: Id(0)] ProjectId Project, [property: Id(1)] int Number) : IId<TaskId>
{
    /// <summary>Tasks of one segment: the unit of import and of the status bitmaps.</summary>
    public const int PerSegment = 1000;

    /// <summary>The segment that holds this task.</summary>
    public int Segment => Number / PerSegment;

    /// <inheritdoc />
    public static TaskId Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        if (slash <= 0 || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new FormatException($"\"{text}\" is no task id; it looks like \"project/17\".");
        return new TaskId(new ProjectId(text[..slash]), number);
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Project.Value}/{Number}");
}

/// <summary>One lease of one task by one person: the person, and the count of their leases, from 1 up. Written "worker.17".</summary>
[GenerateSerializer, Immutable, Alias("AssignmentId"), JsonConverter(typeof(IdConverter<AssignmentId>))]
public readonly record struct AssignmentId([property: Id(0)] WorkerId Worker, [property: Id(1)] int N) : IId<AssignmentId>
{
    /// <inheritdoc />
    public static AssignmentId Parse(string text)
    {
        var dot = text.LastIndexOf('.');
        if (dot <= 0 || !int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            throw new FormatException($"\"{text}\" is no assignment id; it looks like \"worker.17\".");
        return new AssignmentId(new WorkerId(text[..dot]), n);
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Worker.Value}.{N}");
}
