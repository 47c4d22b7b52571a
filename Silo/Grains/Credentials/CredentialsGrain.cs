using Distribution.Contracts;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Credentials;

/// <summary>The credentials of one person. A decision is one write with what it owes to the holder's record.</summary>
public sealed partial class CredentialsGrain : Grain, ICredentialsGrain
{
    private readonly Committed<CredentialsState> _state;
    private readonly CredentialOptions _options;
    private readonly TimeProvider _time;
    private readonly IIdSource _ids;
    private readonly ILogger<CredentialsGrain> _log;
    private IGrainTimer? _retry;

    public CredentialsGrain(
        [PersistentState("credentials")] IPersistentState<CredentialsState> storage, IOptions<CredentialOptions> options, TimeProvider time, IIdSource ids,
        ILogger<CredentialsGrain> log) =>
        (_state, _options, _time, _ids, _log) = (new Committed<CredentialsState>(this, storage), options.Value, time, ids, log);

    private WorkerId Holder => new(this.GetPrimaryKeyString());

    private ICredentialInboxGrain Inbox => GrainFactory.GetGrain<ICredentialInboxGrain>("all");

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        if (_state.Value.Owed.Count > 0) RetryLater(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Credential>> ListAsync() => Task.FromResult(_state.Value.Credentials);

    /// <inheritdoc />
    public async Task<Outcome<Credential>> AddAsync(string kind, string title, string issuer)
    {
        var credential = new Credential(_ids.Next("k"), kind, title, issuer, CredentialStatus.Draft);
        return await CommitAsync(CredentialsCore.Add(_state.Value, credential, _options), credential.Id);
    }

    /// <inheritdoc />
    public async Task<Outcome<Credential>> RemoveAsync(string id)
    {
        if (Find(id) is not { } credential) return Refusal.NotFound("The credential");
        var next = CredentialsCore.Remove(_state.Value, credential);
        if (!next.IsOk) return next.Refusal;
        await _state.CommitAsync(next.Value);
        await Inbox.RemoveAsync(Holder, id);
        return credential;
    }

    /// <inheritdoc />
    public Task<Outcome<Credential>> CheckDocumentAsync(string id, int bytes) => Task.FromResult<Outcome<Credential>>(
        Find(id) is not { } credential ? Refusal.NotFound("The credential")
        : CredentialsCore.WrongDocument(_state.Value, credential, bytes, _options) is { } wrong ? wrong
        : credential);

    /// <inheritdoc />
    public async Task<Outcome<Credential>> AddDocumentAsync(string id, string name, string mediaType, int bytes, string hash)
    {
        if (Find(id) is not { } credential) return Refusal.NotFound("The credential");
        if (credential.Documents.Any(known => known.Hash == hash)) return credential;
        if (CredentialsCore.WrongDocument(_state.Value, credential, bytes, _options) is { } wrong) return wrong;
        var document = new CredentialDocument(_ids.Next("d"), name, mediaType, bytes, hash, _time.GetUtcNow());
        return await CommitAsync(CredentialsCore.Replace(_state.Value, credential with { Documents = [.. credential.Documents, document] }), id);
    }

    /// <inheritdoc />
    public async Task<Outcome<Credential>> SubmitAsync(string id)
    {
        if (Find(id) is not { } credential) return Refusal.NotFound("The credential");
        var next = CredentialsCore.Submit(credential, _time.GetUtcNow());
        if (!next.IsOk) return next;

        // The inbox first: it may name one that is not pending, and never misses one that is.
        var waiting = await Inbox.AddAsync(new PendingCredential(Holder, id, next.Value.SubmittedAt ?? _time.GetUtcNow()));
        return waiting.IsOk ? await CommitAsync(CredentialsCore.Replace(_state.Value, next.Value), id) : waiting.Refusal;
    }

    /// <inheritdoc />
    public async Task<Outcome<Credential>> DecideAsync(WorkerId by, string id, CredentialDecision decision)
    {
        if (Find(id) is not { } credential) return Refusal.NotFound("The credential");
        var decided = await CommitAsync(CredentialsCore.Decide(_state.Value, Holder, by, credential, decision, _time.GetUtcNow()), id);
        if (decided.IsOk) await TryDeliverAsync();
        return decided;
    }

    /// <inheritdoc />
    public async Task<Outcome<Credential>> NoteOpeningAsync(WorkerId by, string id) =>
        Find(id) is { } credential
            ? await CommitAsync(CredentialsCore.NoteOpening(_state.Value, credential, new CredentialOpening(by, _time.GetUtcNow())), id)
            : Refusal.NotFound("The credential");

    private Credential? Find(string id) => _state.Value.Credentials.FirstOrDefault(known => known.Id == id);

    private async Task<Outcome<Credential>> CommitAsync(Outcome<CredentialsState> next, string id)
    {
        if (!next.IsOk) return next.Refusal;
        if (next.Value != _state.Value) await _state.CommitAsync(next.Value);
        return Find(id)!;
    }

    private async Task TryDeliverAsync()
    {
        try
        {
            await DeliverAsync();
        }
        catch (Exception error)
        {
            LogDeliverLater(Holder, error);
            RetryLater(_options.DeliveryRetry);
        }
    }

    private async Task DeliverAsync()
    {
        var worker = GrainFactory.GetGrain<IWorkerGrain>(Holder.Value);
        foreach (var owed in _state.Value.Owed)
        {
            if (owed.RevokedReason is { } reason) await worker.RevokeAsync(owed.Holding.Kind, owed.Holding.Name, reason);
            else if ((await worker.GrantAsync(owed.Holding)) is { IsOk: false, Refusal: { } refusal }) LogNotGranted(Holder, owed.Holding.Name, refusal.Code);
        }

        foreach (var decided in _state.Value.Credentials.Where(static known => known.Status is CredentialStatus.Verified or CredentialStatus.Rejected))
            await Inbox.RemoveAsync(Holder, decided.Id);
        if (_state.Value.Owed.Count > 0) await _state.CommitAsync(_state.Value with { Owed = [] });
        _retry?.Dispose();
        _retry = null;
    }

    private void RetryLater(TimeSpan due) => _retry ??= this.RegisterGrainTimer(
        _ => TryDeliverAsync(), new GrainTimerCreationOptions(due, _options.DeliveryRetry) { KeepAlive = true });

    [LoggerMessage(1, LogLevel.Warning, "A decision about a credential of {Worker} could not be delivered yet; trying again")]
    private partial void LogDeliverLater(WorkerId worker, Exception error);

    [LoggerMessage(2, LogLevel.Error, "{Worker} can't hold {Name}: {Code}")]
    private partial void LogNotGranted(WorkerId worker, string name, string code);
}
