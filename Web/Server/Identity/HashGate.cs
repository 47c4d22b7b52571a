using System.Threading.RateLimiting;
using Distribution.Contracts;
using Distribution.Web.Security;
using Microsoft.Extensions.Options;

namespace Distribution.Web.Identity;

/// <summary>Lets only so many password hashes run at once: each takes a processor for a tenth of a second, and work must go on.</summary>
public sealed class HashGate(IOptions<AccessOptions> options) : IAsyncDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.HashesAtOnceMax > 0 ? options.Value.HashesAtOnceMax : Math.Max(1, Environment.ProcessorCount - 1),
        QueueLimit = options.Value.HashesWaitingMax,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Runs what hashes, or refuses.</summary>
    public async Task<Outcome<T>> RunAsync<T>(Func<Task<Outcome<T>>> hash, CancellationToken cancellationToken)
    {
        using var lease = await _limiter.AcquireAsync(1, cancellationToken);
        return lease.IsAcquired ? await hash() : Refusal.Busy("SignInsWaiting", "Many people sign in right now: try again in a moment.");
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _limiter.DisposeAsync();
}
