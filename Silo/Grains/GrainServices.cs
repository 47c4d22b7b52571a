using Distribution.Contracts.Experiments;
using Distribution.Contracts.Exports;
using Distribution.Contracts.Imports;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Contracts.Webhooks;
using Distribution.Grains.Accounts;
using Distribution.Grains.Budgets;
using Distribution.Grains.Classes;
using Distribution.Grains.Common;
using Distribution.Grains.Credentials;
using Distribution.Grains.Earnings;
using Distribution.Grains.Experiments;
using Distribution.Grains.Exports;
using Distribution.Grains.History;
using Distribution.Grains.Imports;
using Distribution.Grains.Ledger;
using Distribution.Grains.Live;
using Distribution.Grains.Reviews;
using Distribution.Grains.TaskTypes;
using Distribution.Grains.Training;
using Distribution.Grains.Webhooks;
using Distribution.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Distribution.Grains;

/// <summary>What the grains need, whichever runtime carries them.</summary>
public static class GrainServices
{
    /// <summary>Adds the options, validated at start, and the services that grains and web hosts share.</summary>
    public static IServiceCollection AddGrainServices(this IServiceCollection services)
    {
        services.AddGrainOptions<AccountOptions>().AddGrainOptions<BudgetOptions>().AddGrainOptions<HistoryOptions>().AddGrainOptions<ImportOptions>();
        services.AddGrainOptions<LeaseOptions>().AddGrainOptions<LedgerOptions>().AddGrainOptions<LiveOptions>().AddGrainOptions<PseudonymOptions>();
        services.AddGrainOptions<ClassOptions>().AddGrainOptions<CredentialOptions>().AddGrainOptions<EarningsOptions>().AddGrainOptions<ExperimentOptions>();
        services.AddGrainOptions<ReviewOptions>().AddGrainOptions<StandingOptions>().AddGrainOptions<TrainingOptions>().AddGrainOptions<WebhookOptions>();
        services.TryAddSingleton<IIdSource, SecureIdSource>();
        services.TryAddSingleton<IWebhookSender, WebhookSender>();
        services.TryAddSingleton<IImportService, ImportService>();
        services.TryAddScoped<IExportReader, ExportReader>();
        services.TryAddSingleton<IExperimentDesk, ExperimentDesk>();
        services.TryAddSingleton<IAnswerCheck, PinnedAnswerCheck>();
        services.TryAddSingleton<ICourseLibrary, CourseLibrary>();
        return services;
    }

    private static IServiceCollection AddGrainOptions<TOptions>(this IServiceCollection services) where TOptions : class
    {
        services.AddOptions<TOptions>().ValidateDataAnnotations().ValidateOnStart();
        return services;
    }
}
