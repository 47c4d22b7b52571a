using System.Reflection;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Tests.Cluster;

public sealed class RetryFilterTests
{
    private static readonly RetryOptions Quick = new() { FirstWait = TimeSpan.FromMilliseconds(1), Patience = TimeSpan.FromSeconds(5) };

    public static readonly TheoryData<Exception> Losses =
        [new SiloUnavailableException("gone"), new OrleansException("no gateway"), new TimeoutException("no answer")];

    [Theory, Trait("Promise", "C6")]
    [MemberData(nameof(Losses), DisableDiscoveryEnumeration = true)]
    public async Task IdempotentCall_WhoseSiloIsLost_IsSentAgain(Exception loss)
    {
        var call = Call.Of(nameof(IWorkerGrain.SubmitAsync), failures: 3, loss);
        await Filter(Quick).Invoke((IOutgoingGrainCallContext)(object)call);
        call.Tries.ShouldBe(4);
    }

    [Fact, Trait("Promise", "C6")]
    public async Task OtherCall_IsSentOnce_AndItsOutcomeStaysUnknown()
    {
        var call = Call.Of(nameof(IWorkerGrain.GiveBackAsync), failures: 1);
        await Should.ThrowAsync<TimeoutException>(Filter(Quick).Invoke((IOutgoingGrainCallContext)(object)call));
        call.Tries.ShouldBe(1);
    }

    public static readonly TheoryData<Exception> Answers =
        [new InvalidOperationException("no"), new InconsistentStateException("Another version is stored.", "v2", "v1"), new LimitExceededException("full"), new IOException("disk")];

    [Theory, Trait("Promise", "C6")]
    [MemberData(nameof(Answers), DisableDiscoveryEnumeration = true)]
    public async Task CallThatWasAnswered_IsNotSentAgain(Exception answer)
    {
        var call = Call.Of(nameof(IWorkerGrain.SubmitAsync), failures: 1, answer);
        (await Should.ThrowAsync<Exception>(Filter(Quick).Invoke((IOutgoingGrainCallContext)(object)call))).ShouldBe(answer);
        call.Tries.ShouldBe(1);
    }

    [Fact, Trait("Promise", "C6")]
    public async Task Patience_Ends()
    {
        var call = Call.Of(nameof(IWorkerGrain.SubmitAsync), failures: int.MaxValue);
        var filter = Filter(new RetryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Patience = TimeSpan.FromMilliseconds(50) });
        await Should.ThrowAsync<TimeoutException>(filter.Invoke((IOutgoingGrainCallContext)(object)call));
        call.Tries.ShouldBeGreaterThan(1);
    }

    private static RetryFilter Filter(RetryOptions options) => new(Options.Create(options), TimeProvider.System, NullLogger<RetryFilter>.Instance);

    /// <summary>A call's context by proxy: its other members differ between the runtimes, and the filter asks for none of them.</summary>
    public class Call : DispatchProxy
    {
        private MethodInfo _method = null!;
        private int _failures;
        private Exception _loss = null!;

        public int Tries { get; private set; }

        public static Call Of(string method, int failures, Exception? loss = null)
        {
            var call = (Call)(object)Create<IOutgoingGrainCallContext, Call>();
            (call._method, call._failures, call._loss) = (typeof(IWorkerGrain).GetMethod(method)!, failures, loss ?? new SiloUnavailableException("gone"));
            return call;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            "get_InterfaceMethod" => _method,
            "get_InterfaceName" or "get_MethodName" => _method.Name,
            "Invoke" => Tries++ < _failures ? Task.FromException(_loss) : Task.CompletedTask,
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }
}
