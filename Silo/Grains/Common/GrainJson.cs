using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Distribution.Grains.Accounts;
using Distribution.Grains.Audit;
using Distribution.Grains.Classes;
using Distribution.Grains.Credentials;
using Distribution.Grains.Earnings;
using Distribution.Grains.Experiments;
using Distribution.Grains.History;
using Distribution.Grains.Imports;
using Distribution.Grains.Ledger;
using Distribution.Grains.Live;
using Distribution.Grains.Manuscripts;
using Distribution.Grains.Notices;
using Distribution.Grains.People;
using Distribution.Grains.Rehearsals;
using Distribution.Grains.Reviews;
using Distribution.Grains.Steering;
using Distribution.Grains.TaskTypes;
using Distribution.Grains.Training;
using Distribution.Grains.Webhooks;

namespace Distribution.Grains.Common;

/// <summary>Source-generated contracts of all states: how packages hold them, and the stores those that have no compact form (<see cref="Compact.CompactStates"/>).</summary>
public static class GrainJson
{
    /// <summary>One context a folder; reflection takes no part.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The same contracts for reading what an older version may have written: members that are absent keep their initial values.</summary>
    public static JsonSerializerOptions ReadingOptions { get; } = CreateForReading();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(
                GrainJsonContext.Default, AccountsJsonContext.Default, AuditJsonContext.Default, ClassesJsonContext.Default,
                CredentialsJsonContext.Default, EarningsJsonContext.Default, ExperimentsJsonContext.Default, HistoryJsonContext.Default,
                ImportStateJsonContext.Default, LedgerJsonContext.Default, LiveJsonContext.Default, ManuscriptsJsonContext.Default,
                NoticesJsonContext.Default, PeopleJsonContext.Default, RehearsalsJsonContext.Default, ReviewsJsonContext.Default, SteeringJsonContext.Default,
                TaskTypeStateJsonContext.Default, TrainingJsonContext.Default,
                WebhooksJsonContext.Default),
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        };
        options.MakeReadOnly();
        return options;
    }

    private static JsonSerializerOptions CreateForReading()
    {
        var options = new JsonSerializerOptions(Options) { TypeInfoResolver = Options.TypeInfoResolver!.WithAddedModifier(AbsentMembers.KeepInitializers) };
        options.MakeReadOnly();
        return options;
    }
}
