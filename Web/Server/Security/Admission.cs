using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Distribution.Web.Security;

/// <summary>What a request is for, which decides who is refused first.</summary>
public enum Urgency
{
    /// <summary>Begins something, or only looks.</summary>
    Begin = 1,

    /// <summary>Brings work that was begun to its end: beats, drafts, submissions.</summary>
    Finish = 2,

    /// <summary>An import or an export: few at once, each long.</summary>
    Stream = 3,
}

/// <summary>Marks endpoints.</summary>
public static class UrgencyExtensions
{
    /// <summary>Says what the endpoint's requests are for; without it they begin something.</summary>
    public static TBuilder WithUrgency<TBuilder>(this TBuilder builder, Urgency urgency) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new UrgencyMark(urgency));
}

/// <summary>On an endpoint.</summary>
internal sealed record UrgencyMark(Urgency Urgency);

/// <summary>Something below that is too slow now for new work to be begun on it.</summary>
public interface IStrain
{
    /// <summary>Asked for each request: it must cost next to nothing.</summary>
    bool IsStrained { get; }
}

/// <summary>
/// Counts what is under way in this process and lets no more in than can be answered soon. There is no queue before it: a refusal
/// costs microseconds, a queue costs memory and makes every answer late.
/// </summary>
internal sealed class Admission : IDisposable
{
    private readonly AdmissionOptions _options;
    private readonly Meter _meter;
    private readonly Counter<long> _refused;
    private readonly IStrain[] _strains;
    private int _running;
    private int _streams;

    public Admission(IOptions<AdmissionOptions> options, IMeterFactory meters, IEnumerable<IStrain> strains)
    {
        _strains = [.. strains];
        _options = options.Value;
        _meter = meters.Create("Distribution.Web");
        _refused = _meter.CreateCounter<long>("web.requests.refused", "{request}", "Requests refused because too much was under way.");
        _meter.CreateObservableGauge("web.requests.running", () => Volatile.Read(ref _running), "{request}");
    }

    /// <summary>Whether there is room; then <see cref="Leave"/> must follow. What only reads begins nothing, however slow the disk is.</summary>
    public bool TryEnter(Urgency urgency, bool isReading = false)
    {
        if (urgency != Urgency.Finish && !isReading && Array.Exists(_strains, static strain => strain.IsStrained)) return Refuse(urgency);
        var isStream = urgency == Urgency.Stream;
        var most = isStream ? _options.StreamsAtOnceMax : urgency == Urgency.Finish ? _options.AtOnceMax : _options.BeginAtOnceMax;
        ref var count = ref isStream ? ref _streams : ref _running;
        if (Interlocked.Increment(ref count) <= most) return true;
        Interlocked.Decrement(ref count);
        return Refuse(urgency);
    }

    /// <summary>What was let in has been answered.</summary>
    public void Leave(Urgency urgency)
    {
        if (urgency == Urgency.Stream) Interlocked.Decrement(ref _streams);
        else Interlocked.Decrement(ref _running);
    }

    /// <summary>When to ask again; not the same for all.</summary>
    public int RetryAfterSeconds() => Random.Shared.Next(1, _options.RetryAfterSecondsMax + 1);

    public void Dispose() => _meter.Dispose();

    private bool Refuse(Urgency urgency)
    {
        _refused.Add(1, new KeyValuePair<string, object?>("urgency", urgency.ToString()));
        return false;
    }
}

/// <summary>Refuses before anything costs: no session is looked up, no body is read, and the answer lies ready.</summary>
internal sealed class AdmissionMiddleware(RequestDelegate next, Admission admission)
{
    private static readonly byte[] Busy = JsonSerializer.SerializeToUtf8Bytes(new
    {
        title = "Service Unavailable",
        status = StatusCodes.Status503ServiceUnavailable,
        detail = "More is asked of the server than it can do now. Nothing of this was done: ask again when Retry-After says.",
        code = "Busy",
    });

    public async Task InvokeAsync(HttpContext http)
    {
        // Health, metrics and pages must answer most of all when it is busy; sockets live for hours, and their calls are counted one by one.
        if (http.GetEndpoint() is not { } endpoint || !http.Request.Path.StartsWithSegments("/api"))
        {
            await next(http);
            return;
        }

        var urgency = endpoint.Metadata.GetMetadata<UrgencyMark>()?.Urgency ?? Urgency.Begin;
        if (!admission.TryEnter(urgency, HttpMethods.IsGet(http.Request.Method)))
        {
            await RefuseAsync(http.Response);
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            admission.Leave(urgency);
        }
    }

    private Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.ContentType = "application/problem+json";
        response.ContentLength = Busy.Length;
        response.Headers.RetryAfter = admission.RetryAfterSeconds().ToString(CultureInfo.InvariantCulture);
        return response.Body.WriteAsync(Busy).AsTask();
    }
}
