using Orleans;

namespace Distribution.Grains.Common;

/// <summary>
/// Who may wait for whom: an awaited call goes only from a lower rank to a higher one (SPEC L20). So no cycle of waits can exist,
/// and a hint leftwards is always one way.
/// </summary>
public static class CallRanks
{
    private static readonly Dictionary<string, int> Ranks = new(StringComparer.Ordinal)
    {
        ["setup"] = 0,
        ["directory"] = 1,
        ["registry"] = 2,
        ["class"] = 3,
        ["catalog"] = 4,
        ["account"] = 5,
        ["attempt"] = 6,
        ["credentials"] = 6,
        ["course"] = 7,
        ["credentialinbox"] = 7,
        ["import"] = 8,
        ["qualification"] = 9,
        ["worker"] = 10,
        ["seen"] = 12,
        ["draft"] = 13,
        ["agreement"] = 14,
        ["timer"] = 15,
        ["webhooks"] = 17,
        ["steering"] = 18,
        ["line"] = 20,
        ["queue"] = 30,
        ["budget"] = 40,
        ["externalids"] = 45,
        ["guidelines"] = 48,
        ["experiments"] = 49,
        ["project"] = 50,
        ["images"] = 54,
        ["segment"] = 55,
        ["tasktype"] = 56,
        ["earnings"] = 57,
        ["reviewdesk"] = 58,
        ["task"] = 60,
        ["review"] = 64,
        ["feedback"] = 66,
        ["disputes"] = 67,
        ["payouts"] = 68,
        ["ledger"] = 70,
        ["ledgerindex"] = 71,
        ["ledgerpage"] = 72,
        ["announcements"] = 73,
        ["inbox"] = 74,
        ["live"] = 75,
        ["people"] = 76,
        ["rehearsalshelf"] = 77,
        ["changes"] = 79,
        ["history"] = 80,
        ["historyshelf"] = 81,
        ["historychunk"] = 82,
        ["historyseen"] = 83,
        ["audit"] = 90,
    };

    /// <summary>The rank of a grain type; throws for one that has none, so a new grain can't be forgotten.</summary>
    public static int Of(string grainType) => Ranks.TryGetValue(grainType, out var rank)
        ? rank
        : throw new InvalidOperationException($"Grain type \"{grainType}\" has no rank in CallRanks: decide who may wait for it.");

    /// <summary>Whether a grain of type <paramref name="caller"/> may wait for one of type <paramref name="target"/>.</summary>
    public static bool MayAwait(string caller, string target) => Of(caller) < Of(target);
}

/// <summary>Throws when an awaited call goes leftwards. Installed in tests and simulation.</summary>
public sealed class CallRankFilter : IOutgoingGrainCallFilter
{
    /// <inheritdoc />
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        var isHint = context.InterfaceMethod.IsDefined(typeof(Orleans.Concurrency.OneWayAttribute), inherit: true)
            || context.InterfaceMethod.DeclaringType!.IsAssignableTo(typeof(IGrainObserver));

        // A runtime has grains of its own, which have no rank.
        if (context.SourceContext is { } source && !isHint && source.GrainInstance?.GetType().Assembly == typeof(CallRanks).Assembly
            && !CallRanks.MayAwait(source.GrainId.Type.ToString()!, context.TargetId.Type.ToString()!))
        {
            throw new InvalidOperationException(
                $"{source.GrainId} may not wait for {context.TargetId} ({context.MethodName}): calls go rightwards only.");
        }

        return context.Invoke();
    }
}
