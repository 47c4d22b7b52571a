using System.Text.Json;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>Orders that are refused, and leave nothing behind.</summary>
public sealed class SteeringOrderTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory, Trait("Promise", "M13")]
    [InlineData("{\"id\":\"short\",\"kind\":\"quota\"}")]
    [InlineData("{\"id\":\"long enough\",\"kind\":\"extend\",\"minutes\":0}")]
    [InlineData("{\"id\":\"long enough\",\"kind\":\"release\",\"reason\":\"because\"}")]
    [InlineData("{\"id\":\"long enough\",\"kind\":\"raise\",\"percent\":301}")]
    [InlineData("{\"id\":\"long enough\",\"kind\":\"status\",\"status\":\"draft\"}")]
    [InlineData("{\"id\":\"long enough\",\"kind\":\"announce\",\"hours\":1,\"text\":{\"ko\":\" \",\"en\":\"\"}}")]
    [InlineData("{\"id\":\"long enough\",\"kind\":\"taskPriority\",\"fromTask\":3,\"toTask\":2}")]
    public async Task OrderThatIsWrong_IsRefusedByName_InPreviewAndDeed(string order)
    {
        var project = SharedServer.Name("p");
        using var owner = await shared.Server.OpenProjectAsync(project, "a", "b", "c", "d");
        var body = JsonDocument.Parse(order).RootElement;
        (await owner.PostAsync($"projects/{project}/steering/preview", body).ProblemAsync()).ShouldBe((400, "InvalidOrder"));
        (await owner.PostAsync($"projects/{project}/steering", body).ProblemAsync()).ShouldBe((400, "InvalidOrder"));
        (await owner.GetAsync($"projects/{project}/steering").JsonAsync()).GetArrayLength().ShouldBe(0);
    }
}
