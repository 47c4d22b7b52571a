using System.Text.Json.Serialization;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Guidelines;

/// <summary>A project's guidelines: what good work is. Written as JSON; a version never changes, and each lease pins one.</summary>
public sealed record GuidelineDocument
{
    /// <summary>The text; Markdown. Headings are what reviews cite.</summary>
    public required LocalText Text { get; init; }

    /// <summary>What differs from the version before, in a few sentences; null for the first.</summary>
    public LocalText? Changes { get; init; }

    /// <summary>Whether the next lease needs that this version was read and its check passed. A later version without it leaves that as it was.</summary>
    public bool MustBeChecked { get; set; }

    /// <summary>The check: all must be answered right, in as many tries as it takes. At most 10; none asks only for a confirmation.</summary>
    public IReadOnlyList<QuizQuestion> Check { get; set; } = [];
}

/// <summary>How guidelines are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GuidelineDocument))]
public sealed partial class GuidelinesJsonContext : JsonSerializerContext;

/// <summary>The versions of one project's guidelines; key is the project.</summary>
public interface IGuidelinesGrain : IGrainWithStringKey
{
    /// <summary>Publishes the next version and tells the project; the latest document again is answered as it was, and told again.</summary>
    Task<Outcome<DocumentHead>> PublishAsync(WorkerId by, string document);

    /// <summary>A version, or the latest for 0; null when there is none.</summary>
    [ReadOnly]
    Task<DocumentVersion?> GetAsync(int version);

    /// <summary>All versions, oldest first.</summary>
    [ReadOnly]
    Task<IReadOnlyList<DocumentHead>> ListAsync();

    /// <summary>The version whose check the next lease needs; 0 for none.</summary>
    [ReadOnly]
    Task<int> GetCheckVersionAsync();
}
