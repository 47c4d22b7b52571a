using System.Diagnostics.CodeAnalysis;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts;

/// <summary>Why a command was refused; expected, and mapped to an HTTP status in one place.</summary>
[GenerateSerializer, Immutable, Alias("Refusal")]
public sealed record Refusal([property: Id(0)] RefusalKind Kind, [property: Id(1)] string Code, [property: Id(2)] string Message)
{
    /// <summary>There is no such thing, or it is not yours: strangers can't tell the two apart.</summary>
    public static Refusal NotFound(string what) => new(RefusalKind.NotFound, "NotFound", $"{what} was not found.");

    /// <summary>The input is wrong.</summary>
    public static Refusal Invalid(string code, string message) => new(RefusalKind.Invalid, code, message);

    /// <summary>The input is fine, but not now.</summary>
    public static Refusal Conflict(string code, string message) => new(RefusalKind.Conflict, code, message);

    /// <summary>Not enough of something for now; try later.</summary>
    public static Refusal Busy(string code, string message) => new(RefusalKind.Busy, code, message);
}

/// <summary>The kinds of <see cref="Refusal"/>.</summary>
[GenerateSerializer, Alias("RefusalKind")]
public enum RefusalKind
{
    /// <summary>HTTP 404.</summary>
    NotFound = 1,

    /// <summary>HTTP 400.</summary>
    Invalid = 2,

    /// <summary>HTTP 409.</summary>
    Conflict = 3,

    /// <summary>HTTP 503 with Retry-After.</summary>
    Busy = 4,
}

/// <summary>A value, or the reason there is none.</summary>
[GenerateSerializer, Immutable, Alias("Outcome`1")]
public sealed record Outcome<T>
{
    /// <summary>For serializers; use the conversions.</summary>
    public Outcome(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>The value, when <see cref="IsOk"/>.</summary>
    [Id(0)] public T? Value { get; }

    /// <summary>The reason, when not <see cref="IsOk"/>.</summary>
    [Id(1)] public Refusal? Refusal { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value)), MemberNotNullWhen(false, nameof(Refusal))]
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOk => Refusal is null;

    /// <summary>A success.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named way.")]
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named way.")]
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
