using System.Text.Json;
using Distribution.Contracts.Training;
using Distribution.Grains.Training;

namespace Distribution.Tests.Unit.Training;

public sealed class PracticeTests
{
    [Theory]
    [InlineData("better", """["a","b"]""", 0, """{"better":" B "}""", true)]
    [InlineData("better", """["a"]""", 0, """{"better":"b"}""", false)]
    [InlineData("better", """["a"]""", 0, """{}""", false)]
    [InlineData("scores.clarity", "[4]", 1, """{"scores":{"clarity":5}}""", true)]
    [InlineData("scores.clarity", "[4]", 0.5, """{"scores":{"clarity":5}}""", false)]
    [InlineData("scores.clarity", "[4]", 1, """{"scores":5}""", false)]
    [InlineData("errors", """[["facts","tone"]]""", 0, """{"errors":["tone","Facts"]}""", true)]
    [InlineData("errors", """[["facts","tone"]]""", 0, """{"errors":["tone","tone"]}""", false)]
    [InlineData("errors", """[["facts","facts"]]""", 0, """{"errors":["facts","tone"]}""", false)]
    [InlineData("safe", "[true]", 0, """{"safe":true}""", true)]
    [InlineData("safe", "[true]", 0, """{"safe":"true"}""", false)]
    [Trait("Promise", "T4")]
    public void Answer_IsComparedByQuestion(string question, string anyOf, double tolerance, string answer, bool isRight)
    {
        var expected = new ExpectedAnswer { Question = question, AnyOf = [.. JsonElement.Parse(anyOf).EnumerateArray()], Tolerance = tolerance };
        PracticeCore.Wrong([expected], JsonElement.Parse(answer)).Count.ShouldBe(isRight ? 0 : 1);
    }
}
