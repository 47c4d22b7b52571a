using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Grains.Common;
using Distribution.Grains.Projects;
using Distribution.Grains.Tasks;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Tests.Unit.States;

/// <summary>Records that an older version wrote, before their types had all the members of today.</summary>
public sealed class OldRecordTests
{
    // Here a record may lack even what every version has written: what matters is what stands in its place.
    private static readonly JsonSerializerOptions Lenient = new(GrainJson.ReadingOptions)
    {
        TypeInfoResolver = GrainJson.ReadingOptions.TypeInfoResolver!.WithAddedModifier(static contract =>
        {
            foreach (var member in contract.Properties) member.IsRequired = false;
        }),
    };

    [Fact]
    public void EveryStateOfEveryGrain_ReadsAbsentMembersAsTheirInitialValues()
    {
        var states = States();
        states.Count.ShouldBeGreaterThan(20);
        var wrong = new List<string>();
        foreach (var type in states.SelectMany(Reachable).Distinct().Where(static type => type.GetConstructor(Type.EmptyTypes) is not null))
        {
            var (read, made) = (JsonSerializer.Deserialize("{}", Lenient.GetTypeInfo(type)), Activator.CreateInstance(type));
            foreach (var member in Lenient.GetTypeInfo(type).Properties.Where(static member => member.Get is not null))
                if (Text(member.Get!(read!)) != Text(member.Get!(made!))) wrong.Add($"{type.Name}.{member.Name}: {Text(member.Get!(read!))}, not {Text(member.Get!(made!))}");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void TaskRecord_WithAnyOneMemberAbsent_KeepsTheOthers()
    {
        var whole = new TaskState { Fence = 7, LastEvent = 9, IsStuck = true, Forgiven = 2, IsClosed = true };
        var json = JsonSerializer.SerializeToNode(whole, GrainJson.Options)!.AsObject();
        foreach (var (absent, _) in json.ToList())
        {
            var older = JsonNode.Parse(json.ToJsonString())!.AsObject();
            older.Remove(absent);
            var read = older.Deserialize<TaskState>(GrainJson.ReadingOptions)!;
            (read.Assignments.Count + read.Pins.Count + read.Tombstones.Count + read.Owed.Count + read.Events.Count).ShouldBe(0, $"without {absent}");
            JsonSerializer.SerializeToNode(read, GrainJson.Options)!.AsObject().Count.ShouldBeGreaterThanOrEqualTo(json.Count - 1);
            (read.Fence == 7 || absent == "f").ShouldBeTrue();
        }
    }

    [Fact]
    public void ProjectRecord_OlderThanASetting_HasTheSettingsDefault()
    {
        var settings = new ProjectSettings
        {
            Title = "t",
            TaskTypeId = "free-form",
            PayPolicy = PayPolicy.Standard(1),
            Overlap = 4,
            RateVersion = 3,
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(5) },
        };
        var json = JsonSerializer.SerializeToNode(new ProjectState { Settings = settings, Budget = new MicroAmount(8) }, GrainJson.Options)!.AsObject();
        foreach (var later in new[] { "ClaimWindowMs", "StuckAfter", "Needs", "BudgetShards", "Currency" }) json["s"]!.AsObject().Remove(later).ShouldBeTrue();
        var read = json.Deserialize<ProjectState>(GrainJson.ReadingOptions)!;
        read.Settings!.ShouldSatisfyAllConditions(
            static old => (old.ClaimWindowMs, old.StuckAfter, old.BudgetShards, old.Currency).ShouldBe((20_000, 3, 1, "USD")),
            static old => old.Needs.Hard.ShouldBeEmpty(),
            static old => (old.Overlap, old.RateVersion, old.Rates[RateTier.Generalist].Micros).ShouldBe((4, 3, 5L)));
        read.Budget.Micros.ShouldBe(8);
    }

    private static List<Type> States() => [.. typeof(TaskGrain).Assembly.GetTypes().Where(static type => !type.IsAbstract && typeof(Grain).IsAssignableFrom(type))
        .SelectMany(static type => type.GetConstructors()).SelectMany(static made => made.GetParameters()).Select(static parameter => parameter.ParameterType)
        .Where(static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IPersistentState<>)).Select(static type => type.GetGenericArguments()[0]).Distinct()];

    /// <summary>The type and all that its record consists of.</summary>
    private static HashSet<Type> Reachable(Type state)
    {
        var (found, open) = (new HashSet<Type>(), new Stack<Type>([state]));
        while (open.TryPop(out var type))
        {
            var contract = GrainJson.ReadingOptions.GetTypeInfo(type);
            if (contract.ElementType is { } element) open.Push(element);
            if (contract.Kind != JsonTypeInfoKind.Object || !found.Add(type)) continue;
            foreach (var member in contract.Properties) open.Push(member.PropertyType);
        }

        return found;
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        System.Collections.IEnumerable all => $"[{string.Join(' ', all.Cast<object?>().Select(Text))}]",
        _ => $"{value}",
    };
}
