using System.Text.Json;
using System.Text.Json.Nodes;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.TaskTypes;

namespace Distribution.Tests.Unit.TaskTypes;

public sealed class TaskTypeTests
{
    [Fact, Trait("Promise", "Q44")]
    public void BuiltInTypes_AreAllThere_AndValid() => BuiltInTypes.All.Keys.ShouldBe(TaskTypeIds.BuiltIn);

    [Fact, Trait("Promise", "Q44")]
    public void Document_ThatLeavesOutWhatHasADefault_GetsTheDefault()
    {
        var type = BuiltInTypes.Find("write-a-rubric")!.Document;
        type.Limits.PayloadBytes.ShouldBe(256 * 1024);
        type.Questions[0].Required.ShouldBeTrue();
        TaskTypeReader.ReadTrusted(JsonSerializer.Serialize(type, TaskTypesJsonContext.Default.TaskTypeDocument))
            .Questions[0].ShouldBe(type.Questions[0]);
    }

    [Theory, Trait("Promise", "Q45")]
    [InlineData("/id", "\"Bad Id\"", "/id", "BadName")]
    [InlineData("/version", "0", "/version", "OutOfRange")]
    [InlineData("/blocks/0/field", "\"nope\"", "/blocks/0/field", "UnknownField")]
    [InlineData("/blocks/0/kind", "\"image\"", "/blocks/0/field", "WrongKind")]
    [InlineData("/blocks/0/kind", "\"film\"", "/blocks/0/kind", "Malformed")]
    [InlineData("/blocks/0/colour", "1", "/blocks/0/colour", "Malformed")]
    [InlineData("/payload/1/name", "\"prompt\"", "/payload/1/name", "Duplicate")]
    [InlineData("/questions/0/options/1/value", "\"a\"", "/questions/0/options/1/value", "Duplicate")]
    [InlineData("/questions/0/options/1/key", "\"1\"", "/questions/0/options/1/key", "Duplicate")]
    [InlineData("/questions/1/id", "\"better\"", "/questions/1/id", "Duplicate")]
    [InlineData("/shortcuts/0/action", "\"focus:nope\"", "/shortcuts/0/action", "UnknownAction")]
    [InlineData("/export/preference/question", "\"reason\"", "/export/preference/question", "UnknownQuestion")]
    [InlineData("/title/ko", "null", "/title/ko", "Malformed")]
    public void Document_ThatIsWrong_IsRefusedWithAPointer(string change, string value, string pointer, string code)
    {
        var (document, errors) = TaskTypeReader.Read(Changed("compare-two-answers", change, value));
        document.ShouldBeNull();
        errors.ShouldContain(error => error.Pointer == pointer && error.Code == code, string.Join("; ", errors));
    }

    [Theory, Trait("Promise", "Q46")]
    [InlineData("/title/en", "\"Other\"", false)]
    [InlineData("/questions/0/required", "false", false)]
    [InlineData("/questions/1/maxLength", "5000", false)]
    [InlineData("/questions/1/maxLength", "10", true)]
    [InlineData("/questions/1/required", "true", true)]
    [InlineData("/questions/1/id", "\"why\"", true)]
    [InlineData("/questions/0/options/2/value", "\"same\"", true)]
    [InlineData("/payload/3/required", "true", true)]
    [InlineData("/payload/0/maxLength", "100", true)]
    [InlineData("/consentVersion", "2", true)]
    [InlineData("/risk", "\"high\"", true)]
    public void Change_ThatOldPayloadsOrAnswersWouldNotSurvive_IsBreaking(string change, string value, bool isBreaking)
    {
        var old = BuiltInTypes.Find("compare-two-answers")!.Document;
        var next = JsonSerializer.Deserialize(
            Changed("compare-two-answers", change, value), TaskTypesJsonContext.Default.TaskTypeDocument)!;
        (TypeComparison.BreakingChanges(old, next).Count > 0).ShouldBe(isBreaking);
        TypeComparison.BreakingChanges(old, old).ShouldBeEmpty();
    }

    [Theory, Trait("Promise", "Q47")]
    [InlineData("compare-two-answers", """{"better":"a"}""", "")]
    [InlineData("compare-two-answers", """{"better":"a","reason":""}""", "")]
    [InlineData("compare-two-answers", """{}""", "better:Required")]
    [InlineData("compare-two-answers", """{"better":"c"}""", "better:UnknownOption")]
    [InlineData("compare-two-answers", """{"better":"a","x":1}""", "x:Unknown")]
    [InlineData("compare-two-answers", """{"better":"a","better":"b"}""", ":Malformed")]
    [InlineData("compare-two-answers", """{"better":"a","reason":"\ud800"}""", ":Malformed")]
    [InlineData("rate-by-axes", """{"scores":{"correctness":5,"helpfulness":4,"clarity":3,"safety":null}}""", "")]
    [InlineData("rate-by-axes", """{"scores":{"correctness":6,"helpfulness":4,"clarity":3}}""", "scores:OutOfRange scores:Missing")]
    [InlineData("correct-an-answer", """{"corrected":"text","errors":["facts","facts"]}""", "errors:Duplicate")]
    [InlineData("find-hallucinations", """{"spans":[{"start":0,"end":3,"label":"false","source":"s"}],"verdict":"major"}""", "")]
    [InlineData("find-hallucinations", """{"spans":[{"start":0,"end":3,"label":"false"}],"verdict":"major"}""", "spans:SourceMissing")]
    [InlineData("find-hallucinations", """{"spans":[{"start":2,"end":99,"label":"unsupported"}],"verdict":"major"}""", "spans:OutOfRange")]
    [InlineData("find-hallucinations", """{"spans":[{"start":3,"end":6,"label":"unsupported"},{"start":0,"end":4,"label":"unsupported"}],"verdict":"major"}""", "spans:Overlap")]
    [InlineData("find-hallucinations", """{"spans":[{"start":8,"end":9,"label":"unsupported"}],"verdict":"major"}""", "spans:SplitCharacter")]
    [InlineData("grade-by-rubric", """{"grades":{"c1":3,"c2":{"score":-2,"reason":"r"}}}""", "")]
    [InlineData("grade-by-rubric", """{"grades":{"c1":4}}""", "grades:OutOfRange grades:Missing")]
    [InlineData("write-a-rubric", """{"rubric":[{"text":"a","points":1},{"text":"b","points":0}]}""", "rubric:TooFew rubric:OutOfRange")]
    [InlineData("multi-turn-conversation", """{"replies":["one","two"]}""", "")]
    [InlineData("multi-turn-conversation", """{"replies":["one"]}""", "replies:TooFew")]
    [InlineData("free-form", """{"response":"r","confidence":{"percent":50.5}}""", "confidence:OutOfRange")]
    [InlineData("classify-image", """{"class":"food"}""", "")]
    public void Answers_AreCheckedByQuestion(string type, string answer, string expected)
    {
        var errors = AnswerValidator.Validate(BuiltInTypes.Find(type)!.Document, Payload, answer, isUnfinished: false);
        string.Join(' ', errors.Select(static error => $"{error.Question}:{error.Code}")).ShouldBe(expected);
    }

    [Theory, Trait("Promise", "Q47")]
    [InlineData("compare-two-answers", """{}""", "")]
    [InlineData("multi-turn-conversation", """{"replies":["one"]}""", "")]
    [InlineData("rate-by-axes", """{"scores":{"correctness":5}}""", "")]
    [InlineData("rate-by-axes", """{"scores":{"correctness":6}}""", "scores:OutOfRange")]
    public void UnfinishedAnswers_NeedNotBeComplete_ButWhatIsThereMustBeRight(string type, string answer, string expected)
    {
        var errors = AnswerValidator.Validate(BuiltInTypes.Find(type)!.Document, Payload, answer, isUnfinished: true);
        string.Join(' ', errors.Select(static error => $"{error.Question}:{error.Code}")).ShouldBe(expected);
    }

    [Theory, Trait("Promise", "Q48")]
    [InlineData("classify-image", """{"image":"https://example.org/a.png"}""", "")]
    [InlineData("classify-image", """{"image":"javascript:alert(1)"}""", "/image:BadImage")]
    [InlineData("grade-by-rubric", """{"prompt":"p","answer":"a","rubric":[{"id":"a","text":"t","points":0}]}""", "/rubric/0/points:OutOfRange")]
    [InlineData("compare-two-answers", """{"prompt":1,"answerA":"x","z":1}""", "/prompt:WrongKind /answerB:Missing /z:Unknown")]
    [InlineData("multi-turn-conversation", """{"turns":["a",2]}""", "/turns/1:WrongKind")]
    public void Payloads_AreCheckedByPointer(string type, string payload, string expected)
    {
        var errors = PayloadValidator.Validate(BuiltInTypes.Find(type)!.Document, JsonDocument.Parse(payload).RootElement);
        string.Join(' ', errors.Select(static error => $"{error.Pointer}:{error.Code}")).ShouldBe(expected);
    }

    private static JsonElement Payload { get; } = JsonDocument.Parse(
        """{"answer":"seven 🎉🎉 x","turns":["a","b"],"rubric":[{"id":"c1","text":"t","points":3},{"id":"c2","text":"t","points":-2}]}""").RootElement;

    internal static string Changed(string type, string pointer, string value)
    {
        var root = JsonNode.Parse(BuiltInTypes.Find(type)!.Json)!;
        var steps = pointer.Split('/')[1..];
        var at = steps[..^1].Aggregate(root, static (node, step) => node is JsonArray array ? array[int.Parse(step)]! : node[step]!);
        at[steps[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }
}
