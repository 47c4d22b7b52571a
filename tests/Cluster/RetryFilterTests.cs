using System.Reflection;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Tests.Cluster;

public sealed class RetryFilterTests
{
    private static readonly RetryOptions Quick = new() { FirstWait = TimeSpan.FromMilliseconds(1), Patience = TimeSpan.FromSeconds(5) };

    [Fact, Trait("Promise", "C6")]
    public async Task IdempotentCall_ThatMeetsALostSilo_IsSentAgain()
    {
        var call = Call.Of(nameof(IWorkerGrain.SubmitAsync), failures: 3);
        await Filter(Quick).Invoke((IOutgoingGrainCallContext)(object)call);
        call.Tries.ShouldBe(4);
    }

    [Fact, Trait("Promise", "C6")]
    public async Task OtherCall_IsSentOnce_AndItsOutcomeStaysUnknown()
    {
        var call = Call.Of(nameof(IWorkerGrain.GiveBackAsync), failures: 1);
        await Should.ThrowAsync<SiloUnavailableException>(Filter(Quick).Invoke((IOutgoingGrainCallContext)(object)call));
        call.Tries.ShouldBe(1);
    }

    [Fact, Trait("Promise", "C6")]
    public async Task Patience_Ends()
    {
        var call = Call.Of(nameof(IWorkerGrain.SubmitAsync), failures: int.MaxValue);
        var filter = Filter(new RetryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Patience = TimeSpan.FromMilliseconds(50) });
        await Should.ThrowAsync<SiloUnavailableException>(filter.Invoke((IOutgoingGrainCallContext)(object)call));
        call.Tries.ShouldBeGreaterThan(1);
    }

    private static RetryFilter Filter(RetryOptions options) => new(Options.Create(options), TimeProvider.System, NullLogger<RetryFilter>.Instance);

    /// <summary>A call's context by proxy: its other members differ between the runtimes, and the filter asks for none of them.</summary>
    public class Call : DispatchProxy
    {
        private MethodInfo _method = null!;
        private int _failures;

        public int Tries { get; private set; }

        public static Call Of(string method, int failures)
        {
            var call = (Call)(object)Create<IOutgoingGrainCallContext, Call>();
            (call._method, call._failures) = (typeof(IWorkerGrain).GetMethod(method)!, failures);
            return call;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            "get_InterfaceMethod" => _method,
            "get_InterfaceName" or "get_MethodName" => _method.Name,
            "Invoke" => Tries++ < _failures ? Task.FromException(new SiloUnavailableException("gone")) : Task.CompletedTask,
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }
}
