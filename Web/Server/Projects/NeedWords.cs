using System.Collections.Concurrent;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Agreements;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Projects;

/// <summary>Says in words what a need asks for and how to meet it. What was read is kept for a moment: every list of projects asks.</summary>
public sealed class NeedWords(IGrainFactory grains, IOptions<WebOptions> options, TimeProvider time)
{
    private const int KnownMax = 2000;
    private readonly ConcurrentDictionary<string, (MissingNeed Need, long At)> _known = new(StringComparer.Ordinal);

    /// <summary>In the order in which one would meet them: language, contract, credential, qualification, guidelines.</summary>
    public async Task<IReadOnlyList<MissingNeed>> ExplainAsync(IReadOnlyList<string> tags)
    {
        var needs = new List<MissingNeed>(tags.Count);
        foreach (var tag in tags) needs.Add(await ExplainAsync(tag));
        return [.. needs.OrderBy(static need => need.Kind)];
    }

    private async Task<MissingNeed> ExplainAsync(string tag)
    {
        if (_known.TryGetValue(tag, out var known) && time.GetElapsedTime(known.At) <= options.Value.OpenListAge) return known.Need;
        var need = await ReadAsync(tag);
        if (_known.Count >= KnownMax) _known.Clear();
        _known[tag] = (need, time.GetTimestamp());
        return need;
    }

    private async Task<MissingNeed> ReadAsync(string tag)
    {
        var colon = tag.IndexOf(':', StringComparison.Ordinal);
        var (name, version) = NeedTags.Split(tag[(colon + 1)..]);
        var need = new MissingNeed(tag, KindOf(tag[..(colon + 1)]), name, version, null, null, null, null);
        if (need.Kind == NeedKind.Credential) return need with { Credential = name };
        if (!Names.IsName(name)) return need;
        return need.Kind switch
        {
            NeedKind.Qualification => await OfQualificationAsync(need),
            NeedKind.Contract => await OfContractAsync(need),
            _ => need,
        };
    }

    private async Task<MissingNeed> OfQualificationAsync(MissingNeed need) =>
        await grains.GetGrain<IQualificationGrain>(need.Name).ListAsync() is [.., { } latest]
            ? need with
            {
                Title = new LocalText { Ko = latest.Text.TitleKo, En = latest.Text.TitleEn },
                EarnedBy = latest.Text.EarnedBy,
                Course = latest.Text.Course,
                Credential = latest.Text.Credential,
            }
            : need;

    private async Task<MissingNeed> OfContractAsync(MissingNeed need) =>
        await grains.GetGrain<IAgreementGrain>(need.Name).GetAsync(0) is { } latest
            ? need with { Title = JsonSerializer.Deserialize(latest.Text, AgreementsJsonContext.Default.AgreementDocument)?.Title }
            : need;

    private static NeedKind KindOf(string prefix) => prefix switch
    {
        NeedTags.Language => NeedKind.Language,
        NeedTags.Contract => NeedKind.Contract,
        NeedTags.Credential => NeedKind.Credential,
        NeedTags.Qualification => NeedKind.Qualification,
        NeedTags.Guidelines => NeedKind.Guidelines,
        _ => NeedKind.Other,
    };
}
