using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.Training;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Training;

/// <summary>Who has a paid seat of a course.</summary>
[GenerateSerializer, Immutable, Alias("CourseSeatsState")]
public sealed record CourseSeatsState
{
    /// <summary>All seats taken.</summary>
    [Id(0), JsonPropertyName("s")] public IReadOnlyList<CourseSeat> Seats { get; init; } = [];
}

/// <summary>A seat; <paramref name="Until"/> is when it goes to somebody else, and null when it was paid.</summary>
[GenerateSerializer, Immutable, Alias("CourseSeat")]
public sealed record CourseSeat(
    [property: Id(0), JsonPropertyName("w")] WorkerId Worker, [property: Id(1), JsonPropertyName("u")] DateTimeOffset? Until);

/// <summary>Paid seats: never more paid than there are, and nobody keeps one for ever without passing. Pure.</summary>
public static class CourseSeatsCore
{
    /// <summary>Seats of one course. 1,000 of them are 56 KB of the 64 KB that one state may have.</summary>
    public const int SeatsMax = 1000;

    /// <summary>Takes a seat, or keeps the one there is; the same state when none is left.</summary>
    public static CourseSeatsState Take(CourseSeatsState state, WorkerId worker, int total, TimeSpan holdFor, DateTimeOffset now)
    {
        if (Has(state, worker, now)) return state;
        var held = state.Seats.Where(seat => seat.Worker != worker && (seat.Until is null || now < seat.Until)).ToList();
        return held.Count >= total ? state : new CourseSeatsState { Seats = [.. held, new CourseSeat(worker, now + holdFor)] };
    }

    /// <summary>Whether this person has a seat now.</summary>
    public static bool Has(CourseSeatsState state, WorkerId worker, DateTimeOffset now) =>
        state.Seats.Any(seat => seat.Worker == worker && (seat.Until is null || now < seat.Until));

    /// <summary>The seat is paid; it is never free again.</summary>
    public static CourseSeatsState Use(CourseSeatsState state, WorkerId worker) =>
        state.Seats.Any(seat => seat.Worker == worker && seat.Until is null)
            ? state
            : new CourseSeatsState { Seats = [.. state.Seats.Where(seat => seat.Worker != worker), new CourseSeat(worker, null)] };

    /// <summary>How many are taken now.</summary>
    public static CourseSeats Count(CourseSeatsState state, int total, DateTimeOffset now) =>
        new(total, state.Seats.Count(seat => seat.Until is null || now < seat.Until));
}
