using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;

// Each of these starts processes of its own and mostly waits for clocks and pages: three at a time fill a small machine.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]
[assembly: AssemblyFixture(typeof(Browser.Chromium))]
[assembly: AssemblyFixture(typeof(Lending.Worlds))]

namespace Distribution.Tests.EndToEnd;

/// <summary>What measures times: one at a time, after all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>Hundreds of trainers at once, or a disk that is full: one such at a time, beside others that measure nothing.</summary>
[CollectionDefinition(Name)]
public sealed class Crowds
{
    public const string Name = "crowds";
}
