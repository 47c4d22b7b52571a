using Xunit.Sdk;
using Xunit.v3;

namespace Distribution.Tests.EndToEnd.Support;

/// <summary>Classes whose tests take long, one after the other, begin first: what begins last should end soon.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Those above half a minute; what mostly waits for a clock between what keeps the machine busy.</summary>
    private static readonly string[] Long =
    [
        "EndedTests", "CourseTests", "Pages.DayTests", "SetupTests", "Pages.ClockTests", "WaysOutTests", "OfflineTests", "FeedbackTests", "Clocks.ClockTests", "TypeBuilderTests",
        "AsleepTests", "RaceTests", "PeopleTests", "SteeringTests", "DownTests", "KeyboardTests", "NewcomerTests", "Pages.TypeTests", "Pages.PageTests",
    ];

    /// <summary>The runner hands them to the pool, of which the thread that does so begins with the last, and the others with the first.</summary>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(static collection => Place(collection.TestCollectionDisplayName))];

    private static int Place(string name) =>
        name.Contains(Crowds.Name, StringComparison.Ordinal) ? int.MaxValue
        : Array.FindIndex(Long, part => name.Contains(part, StringComparison.Ordinal)) is >= 0 and var place ? place : Long.Length;
}
