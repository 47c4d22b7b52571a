namespace Distribution.Tests.Unit;

public sealed class HouseTests
{
    [Fact]
    public void Build_IsStandalone_ByDefault() => Assert.NotNull(typeof(HouseTests).Assembly.Location);
}
