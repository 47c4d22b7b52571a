using System.Text;
using Distribution.Contracts.Imports;
using Distribution.Grains.Imports;
using Distribution.Grains.TaskTypes;

namespace Distribution.Tests.Unit.Imports;

public sealed class ReaderTests
{
    private const string Good = """{"prompt":"p","answerA":"x","answerB":"y"}""";

    [Theory, Trait("Promise", "Q37")]
    [InlineData("{\"q\":\"p\",\"a\":\"x\",\"b\":\"y\"}", ImportFormat.Jsonl)]
    [InlineData("\uFEFF{\"q\":\"p\",\"a\":\"x\",\"b\":\"y\"}\r\n\r\n  \r\n", ImportFormat.Jsonl)]
    [InlineData("[{\"q\":\"p\",\"a\":\"x\",\"b\":\"y\"}]", ImportFormat.Json)]
    [InlineData("\uFEFF\r\n[\r\n {\"q\":\"p\",\r\n \"a\":\"x\",\"b\":\"y\"} ]\r\n", ImportFormat.Json)]
    [InlineData("q,a,b\np,x,y", ImportFormat.Csv)]
    [InlineData("\uFEFFq,a,b\r\n\"p\",x,y\r\n\r\n", ImportFormat.Csv)]
    public async Task Formats_WithMarksAndAnyLineEnds_AreRead(string text, ImportFormat format)
    {
        var (good, errors) = await Rows.ReadAsync(text, format);
        errors.ShouldBeEmpty();
        good.ShouldBe([Good]);
    }

    [Fact, Trait("Promise", "Q37")]
    public async Task Csv_QuotedFields_MayHoldLineBreaksQuotesAndSeparators()
    {
        var (good, errors) = await Rows.ReadAsync("q,a,b\r\n\"a\r\nb, \"\"c\"\"\",x,y\r\n", ImportFormat.Csv);
        errors.ShouldBeEmpty();
        good.ShouldBe(["""{"prompt":"a\r\nb, \"c\"","answerA":"x","answerB":"y"}"""]);
    }

    [Theory, Trait("Promise", "Q33")]
    [InlineData("\n{\"q\":\"한글\",\"a\":5,\"b\":\"y\"}", 2, 15, "a", "WrongKind")]
    [InlineData("{\"q\":\"p\",\"a\":\"x\"}", 1, 1, "b", "Missing")]
    [InlineData("{\"q\":\"p\",\"q\":\"x\"}", 1, 10, "q", "DuplicateMember")]
    [InlineData("\n\n[1]", 3, 1, "$", "NotAnObject")]
    [InlineData("{\"q\":[[[[[[[1]]]]]]],\"a\":\"x\",\"b\":\"y\"}", 1, 9, "", "TooDeep")]
    [InlineData("{\"q\":\"\\ud800\",\"a\":\"x\",\"b\":\"y\"}", 1, 6, "q", "InvalidText")]
    public async Task Jsonl_Errors_NameLineColumnAndPath(string text, long line, int column, string source, string code)
    {
        var (good, errors) = await Rows.ReadAsync(text, ImportFormat.Jsonl, null, new ImportOptions { MaxDepth = 4 });
        good.ShouldBeEmpty();
        var error = errors.ShouldHaveSingleItem();
        (error.Line, error.Column, error.Code).ShouldBe((line, column, code), error.Message);
        if (source.Length > 0) error.Source.ShouldBe(source);
    }

    [Theory, Trait("Promise", "Q33")]
    [InlineData("[\n  {\"q\":\"p\",\n   \"a\":5,\"b\":\"y\"}\n]", 3, 8, "WrongKind")]
    [InlineData("[ {\"q\":\"p\",\"a\":\"x\"}]", 1, 3, "Missing")]
    [InlineData("[\n {\"q\" \"p\"} ]", 2, 7, "MalformedJson")]
    [InlineData("{\"q\":1}", 1, 1, "NotAnArray")]
    [InlineData("[\n", 2, 1, "UnexpectedEnd")]
    [InlineData("[\n {\"q\":1", 2, 2, "UnexpectedEnd")]
    [InlineData("[]\n x", 2, 2, "TrailingData")]
    [InlineData("[,{}]", 1, 2, "MalformedJson")]
    public async Task Json_Errors_NameLineAndColumn(string text, long line, int column, string code)
    {
        var (good, errors) = await Rows.ReadAsync(text, ImportFormat.Json);
        good.ShouldBeEmpty();
        var error = errors.ShouldHaveSingleItem();
        (error.Line, error.Column, error.Code).ShouldBe((line, column, code), error.Message);
    }

    [Theory, Trait("Promise", "Q33")]
    [InlineData("q,a,b\np,x", 2, 4, "", "WrongFieldCount")]
    [InlineData("q,a,b\np,x,y,z", 2, 7, "", "WrongFieldCount")]
    [InlineData("q,a,b\n\"one\ntwo\",,y", 3, 6, "a", "Missing")]
    [InlineData("q,a,b\n\np,\"x\"z,y", 3, 3, "", "MalformedCsv")]
    [InlineData("q,a,b\np,x,\"y", 2, 5, "", "UnclosedQuote")]
    [InlineData("q,a,a\n", 1, 5, "a", "DuplicateColumn")]
    [InlineData("q,a\n", 1, 1, "b", "UnknownColumn")]
    [InlineData("", 1, 1, "", "NoHeader")]
    public async Task Csv_Errors_NameLineColumnAndField(string text, long line, int column, string source, string code)
    {
        var (good, errors) = await Rows.ReadAsync(text, ImportFormat.Csv);
        good.ShouldBeEmpty();
        var error = errors.ShouldHaveSingleItem();
        (error.Line, error.Column, error.Source, error.Code).ShouldBe((line, column, source, code), error.Message);
    }

    [Theory, Trait("Promise", "Q37")]
    [InlineData(ImportFormat.Jsonl, false)]
    [InlineData(ImportFormat.Json, false)]
    [InlineData(ImportFormat.Csv, true)]
    public async Task HugeRow_IsRefused_AndWhatStoodBeforeIsKept(ImportFormat format, bool stops)
    {
        var huge = new string('x', 300_000);
        var text = format switch
        {
            ImportFormat.Jsonl =>
                $"{{\"q\":\"p\",\"a\":\"x\",\"b\":\"y\"}}\n{{\"q\":\"{huge}\"}}\n{{\"q\":\"p\",\"a\":\"x\",\"b\":\"y\"}}\n",
            ImportFormat.Json =>
                $"[{{\"q\":\"p\",\"a\":\"x\",\"b\":\"y\"}},\n{{\"q\":\"{huge}\"}},\n{{\"q\":\"p\",\"a\":\"x\",\"b\":\"y\"}}]",
            _ => $"q,a,b\np,x,y\n\"{huge}\np,x,y\n",
        };
        var options = new ImportOptions { MaxRowBytes = 100_000 };
        var (good, errors) = await Rows.ReadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), format, Rows.Pairs, options,
            BuiltInTypes.Find("compare-two-answers")!.Document);
        good.Count.ShouldBe(stops ? 1 : 2);
        var error = errors.ShouldHaveSingleItem();
        (error.Code, error.Line).ShouldBe(("RowTooLong", format == ImportFormat.Csv ? 3 : 2));
    }

    [Theory, Trait("Promise", "Q37")]
    [InlineData(ImportFormat.Jsonl, "{\"q\":\"", 7)]
    [InlineData(ImportFormat.Csv, "q,a,b\nx,", 3)]
    public async Task BytesThatAreNoUtf8_AreRefusedWithTheirPlace(ImportFormat format, string before, int column)
    {
        byte[] bytes =
            [.. Encoding.UTF8.GetBytes(before), 0xFF, 0xFE, .. Encoding.UTF8.GetBytes(format == ImportFormat.Csv ? ",y\n" : "\"}\n")];
        var (good, errors) = await Rows.ReadAsync(bytes, format, null, null, BuiltInTypes.Find("compare-two-answers")!.Document);
        good.ShouldBeEmpty();
        var error = errors.ShouldHaveSingleItem();
        (error.Code, error.Column).ShouldBe(("InvalidUtf8", column));
    }

    [Fact, Trait("Promise", "Q37")]
    public async Task JsonPaths_ReachIntoArraysAndOddNames()
    {
        var mapping = new ImportMapping
        {
            Fields =
            [
                new FieldMapping { Field = "prompt", Source = "$.m['a.b'][1].t" },
                    new FieldMapping { Field = "answerA", Source = "n", Convert = Conversion.Text },
                new FieldMapping { Field = "answerB", Constant = System.Text.Json.JsonDocument.Parse("\"c\"").RootElement },
            ],
        };
        var (good, errors) = await Rows.ReadAsync("""{"m":{"a.b":[0,{"t":"deep"}]},"n":1.50}""", ImportFormat.Jsonl, mapping);
        errors.ShouldBeEmpty();
        good.ShouldBe(["""{"prompt":"deep","answerA":"1.50","answerB":"c"}"""]);
    }

    [Fact, Trait("Promise", "Q37")]
    public async Task Csv_Texts_BecomeArraysAndRubricsByTheFieldsKind()
    {
        var mapping =
            new ImportMapping
            {
                Fields =
            [new FieldMapping { Field = "turns", Source = "t", Separator = "||" },
            new FieldMapping { Field = "reference", Source = "r" }]
            };
        var (good, errors) = await Rows.ReadAsync(
            "t,r\none||two,\"[\"\"x\"\"]\"\n", ImportFormat.Csv, mapping, null, "multi-turn-conversation");
        errors.ShouldBeEmpty();
        good.ShouldBe(["""{"turns":["one","two"],"reference":["x"]}"""]);
    }
}
