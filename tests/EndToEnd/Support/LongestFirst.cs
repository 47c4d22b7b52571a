using Xunit.Sdk;
using Xunit.v3;

namespace Distribution.Tests.EndToEnd.Support;

/// <summary>Classes whose tests take long, one after the other, begin first: what begins last should end soon.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Those above half a minute; what mostly waits for a clock between what keeps the machine busy.</summary>
    private static readonly string[] Long =
    [
        Crowds.Name, "EndedTests", "CourseTests", "Pages.DayTests", "SetupTests", "Pages.ClockTests", "WaysOutTests", "OfflineTests", "FeedbackTests", "Clocks.ClockTests", "TypeBuilderTests",
        "AsleepTests", "RaceTests", "PeopleTests", "SteeringTests", "DownTests", "KeyboardTests", "NewcomerTests", "Pages.TypeTests", "Pages.PageTests",
    ];

    /// <summary>The runner begins with the last.</summary>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderByDescending(static collection => Place(collection.TestCollectionDisplayName))];

    private static int Place(string name) => Array.FindIndex(Long, part => name.Contains(part, StringComparison.Ordinal)) is >= 0 and var place ? place : Long.Length;
}
