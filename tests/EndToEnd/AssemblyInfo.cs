using Distribution.Tests.EndToEnd.Pages;

// Each of these starts processes of its own and mostly waits for clocks and pages: two at a time fill a small machine.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
[assembly: AssemblyFixture(typeof(Browser.Chromium))]

namespace Distribution.Tests.EndToEnd;

/// <summary>What measures times, or fills the machine by itself: one at a time, after all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
