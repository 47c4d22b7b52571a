using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Grains.Accounts;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.Projects;

/// <summary>What a part of the catalogue stores.</summary>
[GenerateSerializer, Immutable, Alias("CatalogState")]
public sealed record CatalogState
{
    /// <summary>The projects.</summary>
    [Id(0)] public IReadOnlyList<ProjectId> Projects { get; init; } = [];
}

/// <summary>Which projects there are: a list of ids, written before the project is.</summary>
public sealed class CatalogGrain : Grain, ICatalogGrain
{
    private readonly Committed<CatalogState> _state;
    private readonly AccountOptions _options;

    public CatalogGrain([PersistentState("catalog")] IPersistentState<CatalogState> storage, IOptions<AccountOptions> options) =>
        (_state, _options) = (new Committed<CatalogState>(this, storage), options.Value);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    public async Task<Outcome<int>> AddAsync(ProjectId project)
    {
        var present = _state.Value.Projects;
        if (present.Contains(project)) return present.Count;
        if (present.Count >= _options.ProjectsPerPartMax) return Refusal.Busy("CatalogFull", "No more projects can be made here.");
        await _state.CommitAsync(new CatalogState { Projects = [.. present, project] });
        return present.Count + 1;
    }

    public Task<IReadOnlyList<ProjectId>> ListAsync() => Task.FromResult(_state.Value.Projects);
}
