using Distribution.Contracts;
using Distribution.Contracts.Agreements;
using Distribution.Contracts.Workers;

namespace Distribution.Grains.Workers;

public sealed partial class WorkerGrain
{
    private readonly Dictionary<string, int> _currentContracts = [];
    private DateTimeOffset _contractsAskedAt;

    private Standing Standing => _profile.Value.Standing ?? Standing.None;

    /// <summary>The needs met now, as of the latest look at the contracts.</summary>
    private IReadOnlyList<string> Tags => StandingCore.Tags(Profile, Standing, _currentContracts, _time.GetUtcNow());

    /// <inheritdoc />
    public Task<Standing> GetStandingAsync() => Task.FromResult(Standing);

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> GetTagsAsync()
    {
        await LookAtContractsAsync(_standingOptions.ContractAge);
        return Tags;
    }

    /// <inheritdoc />
    public async Task<Outcome<Standing>> GrantAsync(Holding holding)
    {
        var outcome = StandingCore.Grant(Standing, holding, _time.GetUtcNow(), _standingOptions.HoldingsMax);
        if (outcome.IsOk && outcome.Value != Standing) await CommitStandingAsync(outcome.Value);
        return outcome;
    }

    /// <inheritdoc />
    public async Task<Standing> RevokeAsync(HoldingKind kind, string name, string reason)
    {
        await CommitStandingAsync(StandingCore.Revoke(Standing, kind, name, _time.GetUtcNow(), reason));
        return Standing;
    }

    /// <inheritdoc />
    public async Task<Outcome<ContractSignature>> SignAsync(string contract, int version, string signedName, string textHash)
    {
        if (StandingCore.Find(Standing, contract, version) is { } present) return present;
        var versions = await GrainFactory.GetGrain<IAgreementGrain>(contract).ListAsync();
        if (version < 1 || version > versions.Count) return Refusal.NotFound("The contract");
        if (version < versions.Count) return Refusal.Conflict("NotCurrent", $"Version {versions.Count} has replaced this one: read and sign that.");
        if (versions[version - 1].Hash != textHash) return Refusal.Conflict("TextChanged", "What was read is not this version's text; read it again.");
        var signature = new ContractSignature(contract, version, signedName, textHash, _time.GetUtcNow());
        var outcome = StandingCore.Sign(Standing, signature, _standingOptions.SignaturesMax);
        if (!outcome.IsOk) return outcome.Refusal;
        await CommitStandingAsync(outcome.Value);
        _currentContracts[contract] = version;
        return signature;
    }

    private Task CommitStandingAsync(Standing standing) => _profile.CommitAsync(_profile.Value with { Standing = standing });

    /// <summary>Learns which versions of the signed contracts are current, unless that is known well enough. Nobody else is asked.</summary>
    private async Task LookAtContractsAsync(TimeSpan age)
    {
        if (Standing.Signatures.Count == 0 || _time.GetUtcNow() - _contractsAskedAt < age) return;
        foreach (var contract in Standing.Signatures.Select(static signature => signature.Contract).Distinct().ToList())
            _currentContracts[contract] = (await GrainFactory.GetGrain<IAgreementGrain>(contract).ListAsync()).Count;
        _contractsAskedAt = _time.GetUtcNow();
    }
}
