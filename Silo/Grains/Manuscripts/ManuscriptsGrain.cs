using System.Text;
using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Manuscripts;

/// <summary>What an author's manuscripts of one kind store. Texts are blobs by hash.</summary>
[GenerateSerializer, Immutable, Alias("ManuscriptsState")]
public sealed record ManuscriptsState
{
    /// <summary>In the order in which they were begun.</summary>
    [Id(0), JsonPropertyName("m")] public IReadOnlyList<ManuscriptHead> Heads { get; init; } = [];

    /// <summary>Pictures that the author has stored, oldest first: only what a record names is kept.</summary>
    [Id(1), JsonPropertyName("p")] public IReadOnlyList<string> Pictures { get; init; } = [];
}

/// <summary>How the state of this folder rests in storage.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ManuscriptsState))]
public sealed partial class ManuscriptsJsonContext : JsonSerializerContext;

/// <summary>The decisions about manuscripts. Pure.</summary>
public static class ManuscriptsCore
{
    /// <summary>Manuscripts of one author and kind. 60 of them with long titles are 30 KB of the 64 KB that one state may have.</summary>
    public const int ManuscriptsMax = 60;

    /// <summary>Pictures of one author that are not published yet, 13 KB; beyond that the oldest is forgotten, which a publication has kept long since.</summary>
    public const int PicturesMax = 200;

    /// <summary>Signs of a title that a list shows.</summary>
    public const int TitleMax = 60;

    /// <summary>What is stored after a save on top of <paramref name="revision"/>.</summary>
    public static Outcome<ManuscriptsState> Save(ManuscriptsState state, ManuscriptHead next, int revision)
    {
        var present = state.Heads.FirstOrDefault(head => head.Name == next.Name);
        if (present is not null && present.Hash == next.Hash) return state;
        if ((present?.Revision ?? 0) != revision)
            return Refusal.Conflict("ManuscriptChanged", $"This was saved elsewhere meanwhile: revision {present?.Revision ?? 0}, yours was written on {revision}.");
        if (present is null && state.Heads.Count >= ManuscriptsMax)
            return Refusal.Conflict("TooManyManuscripts", $"You have {ManuscriptsMax} drafts already: publish or discard some.");
        var head = next with { Revision = revision + 1, TitleKo = Short(next.TitleKo), TitleEn = Short(next.TitleEn) };
        return state with { Heads = present is null ? [.. state.Heads, head] : [.. state.Heads.Select(old => old == present ? head : old)] };
    }

    /// <summary>With one more picture.</summary>
    public static ManuscriptsState Note(ManuscriptsState state, string hash) =>
        state.Pictures.Contains(hash) ? state : state with { Pictures = [.. state.Pictures.TakeLast(PicturesMax - 1), hash] };

    private static string Short(string title) => title.Length <= TitleMax ? title : string.Concat(title.AsSpan(0, TitleMax - 1), "…");
}

/// <summary>What one author is writing: kept on each change, so that nothing is lost with a tab, and told to nobody.</summary>
[CollectionAgeLimit(Minutes = 2)]
public sealed class ManuscriptsGrain : Grain, IManuscriptsGrain
{
    private readonly Committed<ManuscriptsState> _state;
    private readonly IBlobStore _blobs;
    private readonly TimeProvider _time;

    public ManuscriptsGrain([PersistentState("manuscripts")] IPersistentState<ManuscriptsState> storage, IBlobStore blobs, TimeProvider time) =>
        (_state, _blobs, _time) = (new Committed<ManuscriptsState>(this, storage), blobs, time);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ManuscriptHead>> ListAsync() => Task.FromResult(_state.Value.Heads);

    /// <inheritdoc />
    public async Task<Manuscript?> GetAsync(string name) =>
        _state.Value.Heads.FirstOrDefault(head => head.Name == name) is { } head
            ? new Manuscript(head, Encoding.UTF8.GetString((await _blobs.RequireAsync(BlobHash.Parse(head.Hash).Value, CancellationToken.None)).Span))
            : null;

    /// <inheritdoc />
    public async Task<Outcome<ManuscriptHead>> SaveAsync(string name, int revision, string titleKo, string titleEn, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var next = ManuscriptsCore.Save(_state.Value, new ManuscriptHead(name, titleKo, titleEn, 0, _time.GetUtcNow(), BlobHash.Of(bytes).Value), revision);
        if (!next.IsOk) return next.Refusal;
        if (!ReferenceEquals(next.Value, _state.Value))
        {
            await _blobs.PutAsync(bytes, CancellationToken.None);
            await _state.CommitAsync(next.Value);
        }

        return _state.Value.Heads.First(head => head.Name == name);
    }

    /// <inheritdoc />
    public async Task RemoveAsync(string name)
    {
        if (_state.Value.Heads.Any(head => head.Name == name))
            await _state.CommitAsync(_state.Value with { Heads = [.. _state.Value.Heads.Where(head => head.Name != name)] });
    }

    /// <inheritdoc />
    public async Task NotePictureAsync(string hash)
    {
        var next = ManuscriptsCore.Note(_state.Value, hash);
        if (!ReferenceEquals(next, _state.Value)) await _state.CommitAsync(next);
    }

    /// <inheritdoc />
    public Task<bool> HasPictureAsync(string hash) => Task.FromResult(_state.Value.Pictures.Contains(hash));
}
