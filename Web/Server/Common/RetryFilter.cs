using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Web.Common;

/// <summary>How long calls are tried again.</summary>
public sealed class RetryOptions
{
    /// <summary>How long a call is tried again. Default: 25 s; a lost silo's grains answer elsewhere after about 15 s, and a request may take 35 s.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How long one try waits for its answer. Default: 10 s, so that a try that began within <see cref="Patience"/> ends within the request's 35 s; a
    /// grain answers in milliseconds, and the calls that may take longer say so themselves.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait before the second try; it doubles up to two seconds. Default: 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:02")]
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromMilliseconds(100);
}

/// <summary>
/// Tries a call again whose silo is gone, or which nobody answered, when doing it twice does no harm: a pure read, or one that says it is
/// <see cref="IdempotentAttribute">idempotent</see>. Any other fails, and the answer says that the outcome is unknown.
/// </summary>
public sealed partial class RetryFilter(IOptions<RetryOptions> options, TimeProvider time, ILogger<RetryFilter> log) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    /// <exception cref="TimeoutException">The outcome is unknown.</exception>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var started = time.GetTimestamp();
        for (var wait = options.Value.FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception error) when (IsLost(error))
            {
                // Whatever lost it, nobody knows how far it came: one exception for all of them.
                if (!MayRepeat(context) || time.GetElapsedTime(started) + wait >= options.Value.Patience) throw new TimeoutException(error.Message, error);
                LogAgain(context.InterfaceName, context.MethodName, wait, error);
            }

            await Task.Delay(wait, time);
        }
    }

    /// <summary>
    /// A silo that refused, a gateway that was not reached; or nothing at all: what lay in the dead silo or on its way there is missed by nobody, and
    /// the caller hears of it by the timeout only. What a grain or a full silo said is an answer.
    /// </summary>
    private static bool IsLost(Exception error) => error is TimeoutException or (OrleansException and not (InconsistentStateException or LimitExceededException));

    private static bool MayRepeat(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod.IsDefined(typeof(ReadOnlyAttribute), inherit: true) || context.InterfaceMethod.IsDefined(typeof(IdempotentAttribute), inherit: true);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Interface}.{Method} met a lost silo; it is sent again in {Wait}.")]
    private partial void LogAgain(string @interface, string method, TimeSpan wait, Exception error);
}
