using System.Reflection;
using System.Text.Json;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Tests.Unit.Contracts;

/// <summary>Messages and states fit Orleans in the build that has no Orleans, and stay what they were.</summary>
public sealed class ContractTests
{
    private const string SnapshotName = "contracts.txt";
    private const string Retired = "retired ";

    [Fact, Trait("Promise", "C1")]
    public void Messages_FitOrleans() => ContractTypes.Messages.SelectMany(ContractRules.FaultsOf).ShouldBeEmpty();

    [Fact, Trait("Promise", "C1")]
    public void States_FitOrleans() => ContractTypes.Stored.SelectMany(ContractRules.FaultsOf).ShouldBeEmpty();

    [Fact, Trait("Promise", "C1")]
    public void Interfaces_FitOrleans() => ContractTypes.Interfaces.SelectMany(ContractRules.FaultsOfInterface).ShouldBeEmpty();

    [Fact, Trait("Promise", "C1")]
    public void Aliases_AreUnique() => ContractTypes.Messages.Union(ContractTypes.Stored)
        .GroupBy(static type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias).Where(static group => group.Count() > 1)
        .Select(static group => $"{group.Key}: {string.Join(", ", group)}").ShouldBeEmpty();

    [Fact]
    public void Search_FindsWhatThereIs()
    {
        ContractTypes.Interfaces.Count.ShouldBeGreaterThan(20);
        ContractTypes.States.Count.ShouldBeGreaterThan(20);
        ContractTypes.Messages.Count.ShouldBeGreaterThan(100);
    }

    /// <summary>
    /// What is new is added by running this test with DISTRIBUTION_ACCEPT=contracts. What is gone or changed is never taken over by
    /// itself: an older silo and stored records still have it. Write "retired " before its line, and its number is never used again.
    /// </summary>
    [Fact, Trait("Promise", "C2")]
    public void Contracts_AreThoseOfTheSnapshot()
    {
        var file = Path.Combine(SourceFolder(), SnapshotName);
        var present = ContractSnapshot.Lines();
        var known = File.Exists(file) ? File.ReadAllLines(file) : [];
        var kept = known.Where(static line => !line.StartsWith(Retired, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var retired = known.Where(static line => line.StartsWith(Retired, StringComparison.Ordinal)).Select(static line => KeyOf(line[Retired.Length..])).ToHashSet(StringComparer.Ordinal);

        present.Where(line => retired.Contains(KeyOf(line))).ShouldBeEmpty("A number or name that was retired is used again.");
        kept.Except(present).ShouldBeEmpty("Something that older silos or stored records rely on is gone or has changed; see this test's comment.");
        var added = present.Where(line => !kept.Contains(line)).ToList();
        if (Environment.GetEnvironmentVariable("DISTRIBUTION_ACCEPT") == "contracts")
            File.WriteAllLines(file, known.Concat(added).Order(StringComparer.Ordinal));
        else added.ShouldBeEmpty($"New contracts: run this test with DISTRIBUTION_ACCEPT=contracts to add them to {SnapshotName}, and commit it.");
    }

    [Theory]
    [InlineData(typeof(LostId), "LostId.Value lacks [Id].")]
    [InlineData(typeof(ReusedId), "ReusedId.Second has the [Id] 0 of ReusedId.First.")]
    [InlineData(typeof(Changeable), "Changeable.Value can be changed after the message was made.")]
    [InlineData(typeof(Growing), "Growing.Value can be changed after the message was made.")]
    [InlineData(typeof(WithoutCodec), "WithoutCodec.Value holds JsonElement, for which Orleans has no codec.")]
    [InlineData(typeof(Bare), "Bare lacks [GenerateSerializer].", "Bare lacks [Alias].", "Bare lacks [Immutable].", "Bare.Value lacks [Id].")]
    public void Rules_NameWhatIsWrong(Type type, params string[] faults) => ContractRules.FaultsOf(type).ShouldBe(faults);

    [Fact]
    public void Rules_NameWhatIsWrongWithAnInterface() => ContractRules.FaultsOfInterface(typeof(IWrong)).ShouldBe([
        "IWrong has no string key.", "IWrong.Ask returns Int32, which no call can wait for.", "IWrong.TryAsync takes result by reference.", "IWrong.TryAsync carries Object&, for which Orleans has no codec.",
        "IWrong.TryAsync carries Object, for which Orleans has no codec."], ignoreOrder: true);

    /// <summary>A line up to its value: "message Draft #2".</summary>
    private static string KeyOf(string line) => line.Split(": ")[0];

    private static string SourceFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Distribution.sln"))) folder = folder.Parent;
        return Path.Combine((folder ?? throw new InvalidOperationException("Distribution.sln is above the test's folder.")).FullName, "tests", "Unit", "Contracts");
    }

    private sealed record Bare(int Value);

    [GenerateSerializer, Immutable, Alias("LostId")]
    private sealed record LostId(int Value);

    [GenerateSerializer, Immutable, Alias("ReusedId")]
    private sealed record ReusedId([property: Id(0)] int First, [property: Id(0)] int Second);

    [GenerateSerializer, Immutable, Alias("Changeable")]
    private sealed record Changeable
    {
        [Id(0)] public int Value { get; set; }
    }

    [GenerateSerializer, Immutable, Alias("Growing")]
    private sealed record Growing([property: Id(0)] List<int> Value);

    [GenerateSerializer, Immutable, Alias("WithoutCodec")]
    private sealed record WithoutCodec([property: Id(0)] JsonElement Value);

    /// <summary>No grain interface, so that the generator leaves it alone.</summary>
    private interface IWrong
    {
        int Ask();

        Task TryAsync(out object result);
    }
}
