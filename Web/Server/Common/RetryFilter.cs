using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Web.Common;

/// <summary>How long calls are tried again.</summary>
public sealed class RetryOptions
{
    /// <summary>How long a call is tried again. Default: 25 s; a lost silo's grains answer elsewhere after about 15 s, and a request may take 35 s.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>The wait before the second try; it doubles up to two seconds. Default: 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:02")]
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromMilliseconds(100);
}

/// <summary>
/// Tries a call again whose silo is gone, when doing it twice does no harm: a pure read, or one that says it is
/// <see cref="IdempotentAttribute">idempotent</see>. Any other fails, and the answer says that the outcome is unknown.
/// </summary>
public sealed partial class RetryFilter(IOptions<RetryOptions> options, TimeProvider time, ILogger<RetryFilter> log) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
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
            catch (SiloUnavailableException error) when (MayRepeat(context) && time.GetElapsedTime(started) + wait < options.Value.Patience)
            {
                LogAgain(context.InterfaceName, context.MethodName, wait, error);
            }

            await Task.Delay(wait, time);
        }
    }

    private static bool MayRepeat(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod.IsDefined(typeof(ReadOnlyAttribute), inherit: true) || context.InterfaceMethod.IsDefined(typeof(IdempotentAttribute), inherit: true);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Interface}.{Method} met a lost silo; it is sent again in {Wait}.")]
    private partial void LogAgain(string @interface, string method, TimeSpan wait, Exception error);
}
