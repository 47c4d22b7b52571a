using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;
using Distribution.Grains.Workers;

namespace Distribution.Tests.Unit.Training;

public sealed class StandingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly WorkerProfile Profile = new("Kim", ["region:KR"], "UTC", "ko", new Dictionary<string, RateTier>(), new Dictionary<string, MicroAmount>(), false);

    [Fact, Trait("Promise", "T2")]
    public void Holder_MeetsItsVersionAndThoseBefore()
    {
        var standing = Grant(Standing.None, Held("compare", 3, "a"));
        Tags(standing).ShouldBe(["region:KR", "qual:compare", "qual:compare-v1", "qual:compare-v2", "qual:compare-v3"]);
    }

    [Fact, Trait("Promise", "T3")]
    public void Holding_EndsByDateOrWord_AndTheSameGrantNeverBringsItBack()
    {
        var held = Held("compare", 1, "course/1") with { Until = Now.AddDays(1) };
        var standing = Grant(Standing.None, held);
        Tags(standing, Now.AddDays(1).AddTicks(-1)).ShouldContain("qual:compare-v1");
        Tags(standing, Now.AddDays(1)).ShouldBe(["region:KR"]);
        standing = StandingCore.Revoke(standing, HoldingKind.Qualification, "compare", Now, "Copied");
        Tags(standing).ShouldBe(["region:KR"]);
        Grant(standing, held).ShouldBe(standing);
        Tags(Grant(standing, Held("compare", 1, "course/2"))).ShouldContain("qual:compare-v1");
    }

    [Fact, Trait("Promise", "T2")]
    public void OlderVersion_NeverReplacesALaterOne_UnlessThatHasEnded()
    {
        var standing = Grant(Standing.None, Held("compare", 2, "a") with { Until = Now.AddDays(1) });
        Grant(standing, Held("compare", 1, "b")).ShouldBe(standing);
        Tags(StandingCore.Grant(standing, Held("compare", 1, "b"), Now.AddDays(2), 10).Value!, Now.AddDays(2)).ShouldContain("qual:compare-v1");
    }

    [Fact, Trait("Promise", "T10")]
    public void Contract_IsMetWithoutVersionOnlyWhileTheCurrentOneIsSigned()
    {
        var standing = StandingCore.Sign(Standing.None, new ContractSignature("terms", 2, "Kim", "h", Now), 10).Value!;
        Tags(standing, contracts: 2).ShouldBe(["region:KR", "contract:terms-v1", "contract:terms-v2", "contract:terms"]);
        Tags(standing, contracts: 3).ShouldBe(["region:KR", "contract:terms-v1", "contract:terms-v2"]);
        StandingCore.Sign(standing, new ContractSignature("terms", 2, "Another", "x", Now.AddDays(1)), 10).Value.ShouldBe(standing);
    }

    [Theory]
    [InlineData("compare-v2", "compare", 2)]
    [InlineData("compare", "compare", 0)]
    [InlineData("a-v-v3", "a-v", 3)]
    [InlineData("-v3", "-v3", 0)]
    [InlineData("compare-vx", "compare-vx", 0)]
    [Trait("Promise", "T2")]
    public void Tag_IsSplitIntoNameAndVersion(string rest, string name, int version) => NeedTags.Split(rest).ShouldBe((name, version));

    private static Holding Held(string name, int version, string source) => new(HoldingKind.Qualification, name, version, Now, null, source);

    private static Standing Grant(Standing standing, Holding holding) => StandingCore.Grant(standing, holding, Now, 10).Value!;

    private static IReadOnlyList<string> Tags(Standing standing, DateTimeOffset? now = null, int contracts = 0) =>
        StandingCore.Tags(Profile, standing, new Dictionary<string, int> { ["terms"] = contracts }, now ?? Now);
}
