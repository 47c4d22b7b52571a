using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;
using Distribution.Grains.Common.Compact;
using Distribution.Grains.History;
using Distribution.Grains.Tasks;
using Distribution.Grains.Workers;
using Orleans;

namespace Distribution.Tests.Unit.States;

/// <summary>Compact records hold what their JSON held, read across versions, and say when they are damaged.</summary>
public sealed class CompactStatesTests
{
    private const string BlobName = "aa9f3c5e7d1b2c4d6e8f0a1b2c3d4e5f60718293a4b5c6d7e8f9012345678901";

    public static TheoryData<Type> States => [.. CompactStates.Types];

    [Theory, Trait("Promise", "D10")]
    [MemberData(nameof(States))]
    public void EveryMember_SurvivesTheStore(Type type) => Invoke(nameof(Survives), type);

    [Theory, Trait("Promise", "D10")]
    [MemberData(nameof(States))]
    public void AStateAsItIsMade_SurvivesTheStore_AndIsShort(Type type) => Invoke(nameof(InitialSurvives), type);

    [Theory, Trait("Promise", "D10")]
    [MemberData(nameof(States))]
    public void WhatAnOlderVersionWroteAsJson_IsRead(Type type) => Invoke(nameof(ReadsJson), type);

    [Theory, Trait("Promise", "D10")]
    [MemberData(nameof(States))]
    public void ARecordThatIsCutOff_IsRefused_OrReadsWithoutItsLastMembers(Type type) => Invoke(nameof(RefusesParts), type);

    [Fact, Trait("Promise", "D10")]
    public void AMemberOfALaterVersion_IsPassedOver()
    {
        var writer = new CompactWriter();
        writer.Begin(CompactStates.Mark);
        writer.Integer(1, 41);
        writer.Integer(900, 7);
        writer.Fixed64(901, 7);
        writer.Text(902, "later");
        writer.Integer(9, 3);
        var read = CompactStates.Read<TaskState>(writer.Written);
        (read.Fence, read.LastEvent, read.Events.Count).ShouldBe((41, 3, 0));
    }

    [Fact, Trait("Promise", "D10")]
    public void BytesOfATask_AreTheseInEveryVersion()
    {
        var state = new TaskState
        {
            Fence = 1,
            Assignments =
            [
                new TaskAssignment
                {
                    Id = new AssignmentId(new WorkerId("ann"), 7),
                    Fence = 1,
                    Status = AssignmentStatus.Active,
                    Pins = 0,
                    Sheet = new() { LeasedAt = new DateTimeOffset(1, TimeSpan.Zero) },
                    Reserved = new MicroAmount(300),
                    Attempt = "ü",
                },
            ],
            Tombstones = [new AssignmentId(new WorkerId("bo"), 1)],
            LastEvent = 200,
        };
        Convert.ToHexStringLower(CompactStates.Write(state)!).ShouldBe(
            "01" + "0801" + "121d" + "0a05616e6e2e37" + "1001" + "1801" + "2a09" + "090100000000000000" + "30ac02" + "7a02c3bc" + "2204626f2e31" + "48c801");
    }

    [Fact, Trait("Promise", "L21")]
    public void SegmentsOfManyPauses_TakeFewerBytesThanTheirJson_AndOnesWithAGapAreRefused()
    {
        var segments = Enumerable.Range(0, 200).Select(static i => new TimeSegment(i % 2 == 0 ? TimeKind.Active : TimeKind.Paused, i * 20_000L, (i + 1) * 20_000L)).ToList();
        var assignment = Fill.Of<TaskAssignment>() with { Sheet = new() { LeasedAt = DateTimeOffset.UnixEpoch, Segments = segments } };
        var state = new TaskState { Assignments = [assignment] };
        var stored = CompactStates.Write(state)!;
        stored.Length.ShouldBeLessThan(JsonSerializer.SerializeToUtf8Bytes(state, GrainJson.Options).Length);
        CompactStates.Read<TaskState>(stored).Assignments[0].Sheet.Segments.ShouldBe(segments);
        segments.RemoveAt(7);
        Should.Throw<InvalidOperationException>(() => CompactStates.Write(state)).Message.ShouldContain("Segment 7");
    }

    [Fact, Trait("Promise", "D8")]
    public void TheNameOfABlob_StandsInTheRecordAsText_WhereTheSweepLooks()
    {
        var assignment = Fill.Of<TaskAssignment>() with { Submission = new Submission("s", null, BlobName, BlobName, false, null) };
        var stored = CompactStates.Write(new TaskState { Assignments = [assignment] })!;
        stored.AsSpan().IndexOf(Encoding.UTF8.GetBytes(BlobName)).ShouldBeGreaterThan(0);
        var history = CompactStates.Write(new HistoryState { Tail = Encoding.UTF8.GetBytes(BlobName) })!;
        history.AsSpan().IndexOf(Encoding.UTF8.GetBytes(BlobName)).ShouldBeGreaterThan(0);
    }

    [Fact, Trait("Promise", "D10")]
    public void AnEmptyCollection_WhereTheInitialValueIsNone_StaysOne()
    {
        var pins = Fill.Of<LeasePins>() with { Shown = [] };
        var read = CompactStates.Read<TaskState>(CompactStates.Write(new TaskState { Pins = [pins, pins with { Shown = null }] }));
        read.Pins[0].Shown.ShouldBeEmpty();
        read.Pins[1].Shown.ShouldBeNull();
    }

    [Fact, Trait("Promise", "D10")]
    public void WhatHasNoCompactForm_IsNoneOfThese_AndIsRefusedByName()
    {
        CompactStates.Write(new SeenState()).ShouldBeNull();
        CompactStates.IsCompact("{}"u8).ShouldBeFalse();
        Should.Throw<JsonException>(static () => CompactStates.Read<SeenState>([CompactStates.Mark])).Message.ShouldContain(nameof(SeenState));
    }

    private static void Survives<T>() where T : class
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var state = Fill.Of<T>(seed);
            var read = CompactStates.Read<T>(CompactStates.Write(state));
            Json(read).ShouldBe(Json(state));
            CompactStates.Write(read).ShouldBe(CompactStates.Write(state));
        }
    }

    private static void InitialSurvives<T>() where T : class, new()
    {
        var stored = CompactStates.Write(new T())!;
        stored.Length.ShouldBe(1);
        Json(CompactStates.Read<T>(stored)).ShouldBe(Json(new T()));
    }

    private static void ReadsJson<T>() where T : class
    {
        var state = Fill.Of<T>();
        var read = JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(state, GrainJson.Options), GrainJson.ReadingOptions)!;
        CompactStates.Write(read).ShouldBe(CompactStates.Write(state));
    }

    private static void RefusesParts<T>() where T : class
    {
        var whole = CompactStates.Write(Fill.Of<T>())!;
        var refused = 0;
        for (var length = 1; length < whole.Length; length++)
        {
            try
            {
                CompactStates.Read<T>(whole.AsSpan(0, length));
            }
            catch (JsonException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(whole.Length / 2);
    }

    private static string Json<T>(T state) => JsonSerializer.Serialize(state, GrainJson.Options);

    private static void Invoke(string check, Type type)
    {
        try
        {
            typeof(CompactStatesTests).GetMethod(check, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null);
        }
        catch (TargetInvocationException error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error.InnerException!);
        }
    }

    /// <summary>Records in which every member differs from what it was made with.</summary>
    private sealed class Fill(int seed)
    {
        private int _count = seed * 1000;

        public static T Of<T>(int seed = 0) => (T)new Fill(seed).Make(typeof(T))!;

        private object? Make(Type type)
        {
            var n = ++_count;
            if (Nullable.GetUnderlyingType(type) is { } inner) return Make(inner);
            if (type == typeof(string)) return n % 5 == 0 ? $"wörd 단어 {n} {new string('x', n % 300)}" : $"w{n}";
            if (type == typeof(bool)) return true;
            if (type == typeof(int)) return n;
            if (type == typeof(long)) return n % 3 == 0 ? -n : (long)n << 33;
            if (type == typeof(DateTimeOffset)) return DateTimeOffset.UnixEpoch.AddTicks(n * 7_654_321L);
            if (type == typeof(MicroAmount)) return new MicroAmount(n % 2 == 0 ? -n : n * 1_000_003L);
            if (type == typeof(ProjectId)) return new ProjectId($"p{n}");
            if (type == typeof(WorkerId)) return new WorkerId($"w{n}");
            if (type == typeof(TaskId)) return new TaskId(new ProjectId($"p{n}"), n);
            if (type == typeof(AssignmentId)) return new AssignmentId(new WorkerId($"w.{n}"), n);
            if (type.IsEnum) return Enum.GetValues(type).GetValue(n % Enum.GetValues(type).Length);
            if (type == typeof(byte[])) return Encoding.UTF8.GetBytes($"bytes {n}");
            if (type == typeof(int[])) return new[] { n, 0, 1 << 30 };
            if (type == typeof(long[])) return new[] { n, 0, 1L << 60 };
            if (type == typeof(IReadOnlyList<int>)) return new[] { n, 0, n + 1 };
            return type.IsGenericType ? MakeCollection(type) : MakeRecord(type);
        }

        private object MakeCollection(Type type)
        {
            var of = type.GetGenericArguments();
            if (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            {
                var array = Array.CreateInstance(of[0], 2);
                array.SetValue(Make(of[0]), 0);
                array.SetValue(Make(of[0]), 1);
                return array;
            }

            var map = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(of))!;
            map[$"a{_count}"] = Make(of[1]);
            map[$"b{_count}"] = Make(of[1]);
            return type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>)
                ? typeof(Fill).GetMethod(nameof(Sorted), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(of[1]).Invoke(null, [map])!
                : map;
        }

        private object MakeRecord(Type type)
        {
            // A sheet's segments follow one another from 0 on: their JSON holds nothing else.
            if (type == typeof(TimeSegment)) return new TimeSegment(TimeKind.Paused, 0, 9);
            var made = RuntimeHelpers.GetUninitializedObject(type);
            foreach (var member in type.GetProperties().Where(static member => member.IsDefined(typeof(IdAttribute)))) member.SetValue(made, Make(member.PropertyType));
            if (made is Distribution.Grains.Pay.TimeSheet sheet) return sheet with { Segments = [sheet.Segments[0]] };
            return made;
        }

        private static ImmutableSortedDictionary<string, T> Sorted<T>(Dictionary<string, T> map) => map.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}
