using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Distribution.Contracts.Imports;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>A project of each built-in type with material of its kind, and how a person answers it.</summary>
internal static class TypeProjects
{
    private const string Answer = """
        Broadway came before film for several of them.

        1. **Sarah Jessica Parker** played in *Annie* as a child.
        2. **Meryl Streep** played in *Trelawny of the Wells*.

        ```python
        def born(year: int) -> str:
            return f"{year} AD"
        ```

        | who | year |
        |---|---|
        | Parker | 1979 |
        """;

    private const string Claim = "세종대왕은 1443년에 훈민정음을 만들었다. 그는 1397년 부산에서 태어났다.";

    /// <summary>A red dot, the smallest image there is.</summary>
    private static readonly byte[] Dot = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");

    /// <summary>The fields of one task, by type.</summary>
    private static readonly Dictionary<string, object> Materials = new()
    {
        ["classify-image"] = new { image = $"blob:{Convert.ToHexStringLower(SHA256.HashData(Dot))}", hint = "A dot." },
        ["compare-two-answers"] = new { prompt = "Who began on Broadway?", answerA = Answer, answerB = "Several **did**." },
        ["correct-an-answer"] = new { prompt = "수도가 어디인가요?", answer = "한국의 수도는 부산입니다. 인구는 약 940만 명입니다." },
        ["find-hallucinations"] = new { prompt = "훈민정음은 누가 만들었나요?", answer = Claim, reference = "세종은 한성부에서 태어났다." },
        ["free-form"] = new { instruction = "Say what this is.", data = new { a = new[] { 1, 2 }, b = "text" } },
        ["grade-by-rubric"] = new
        {
            prompt = "Explain rain.",
            answer = "Water **falls**.",
            rubric = new[] { new { id = "c1", text = "Names condensation", points = 3 }, new { id = "c2", text = "Invents a fact", points = -2 } },
        },
        ["multi-turn-conversation"] = new { turns = new[] { "Hello, what is a fugue?", "And who wrote the best?" }, category = "music" },
        ["rate-by-axes"] = new { prompt = "Who began on Broadway?", answer = Answer },
        ["write-a-rubric"] = new { prompt = "Write a haiku about rain.", reference = "Three lines, 5-7-5." },
        ["write-an-answer"] = new { prompt = "비는 왜 오나요?", context = "초등학생에게 설명합니다." },
    };

    /// <summary>All of them, in the order of their names.</summary>
    public static IEnumerable<string> Types => Materials.Keys.Order(StringComparer.Ordinal);

    /// <summary>What its form asks, answered as a person would, with keys where there are keys; leaves the form ready to be handed in.</summary>
    public static Task AnswerAsync(string type, IPage page) => type switch
    {
        "classify-image" => ClassifyAsync(page),
        "compare-two-answers" => CompareAsync(page),
        "correct-an-answer" => CorrectAsync(page),
        "find-hallucinations" => MarkAsync(page),
        "free-form" => page.Locator("#question-response textarea").FillAsync("A small object."),
        "grade-by-rubric" => GradeAsync(page),
        "multi-turn-conversation" => ReplyAsync(page),
        "rate-by-axes" => RateAsync(page),
        "write-a-rubric" => WriteRubricAsync(page),
        "write-an-answer" => page.Locator("#question-answer textarea").FillAsync("구름 속 물방울이 무거워져 떨어집니다."),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Nobody has said how this type is answered."),
    };

    /// <summary>A live project of a type, with one task for so many people.</summary>
    public static async Task CreateAsync(World world, string type, int people, CancellationToken ct)
    {
        var row = JsonSerializer.SerializeToNode(Materials[type])!.AsObject();
        var mapping = new ImportMapping { Fields = [.. row.Select(static field => new FieldMapping { Field = field.Key, Source = field.Key })] };
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(row.ToJsonString() + "\n"));
        var project = World.Name(type);
        await world.CreateAsync(project, World.Settings(type) with { TaskTypeId = type, Overlap = people }, stream, mapping, ct);
        if (type != "classify-image") return;
        await world.Manager.Api.CallAsync<JsonElement>(HttpMethod.Post, $"projects/{project}/images", new ByteArrayContent(Dot), ct);
    }

    private static async Task ClassifyAsync(IPage page)
    {
        await Assertions.Expect(page.Locator("button.image img")).ToHaveJSPropertyAsync("naturalWidth", 1);
        await page.Locator("input[value=unclear]").CheckAsync();
    }

    private static async Task CompareAsync(IPage page)
    {
        await page.Keyboard.PressAsync("1");
        await page.Locator("#question-reason textarea").FillAsync("A names two people.");
    }

    private static async Task CorrectAsync(IPage page)
    {
        var text = page.Locator("#question-corrected textarea");
        await text.FillAsync((await text.InputValueAsync()).Replace("부산", "서울", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator(".diff ins")).ToContainTextAsync("서울");
    }

    /// <summary>With keys alone: words are chosen by arrows, a label by its key.</summary>
    private static async Task MarkAsync(IPage page)
    {
        var text = page.Locator("#question-spans .markable");
        await text.FocusAsync();
        foreach (var key in (string[])["ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "Shift+ArrowRight"]) await page.Keyboard.PressAsync(key);
        var chosen = await page.EvaluateAsync<string>("getSelection().toString()");
        chosen.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2, chosen);
        await page.Locator("#question-spans button[data-label=false]").ClickAsync();
        await Assertions.Expect(page.Locator("mark")).ToHaveTextAsync(chosen);
        await page.Locator("#question-spans ol.spans input").FillAsync("세종실록");
        await page.Locator("#question-verdict input").Last.CheckAsync();
    }

    private static async Task GradeAsync(IPage page)
    {
        foreach (var criterion in await page.Locator("fieldset.criterion").AllAsync())
        {
            await criterion.Locator("label.score").First.ClickAsync();
            await Assertions.Expect(criterion.Locator("input[type=radio]").First).ToBeCheckedAsync();
            if (await criterion.Locator("textarea").First.IsVisibleAsync()) await criterion.Locator("textarea").First.FillAsync("It says so.");
        }
    }

    private static async Task ReplyAsync(IPage page)
    {
        foreach (var reply in await page.Locator("#question-replies textarea").AllAsync()) await reply.FillAsync("A piece in which voices follow one another.");
    }

    /// <summary>Digits score an axis and go on to the next.</summary>
    private static async Task RateAsync(IPage page)
    {
        await page.Locator("fieldset.axis input").First.FocusAsync();
        foreach (var key in (string[])["5", "4", "4", "5"]) await page.Keyboard.PressAsync(key);
    }

    private static async Task WriteRubricAsync(IPage page)
    {
        for (var i = 0; i < 3; i++)
        {
            await page.Locator("#question-rubric button").Last.ClickAsync();
            await page.Locator("#question-rubric textarea:not([aria-hidden])").Nth(i).FillAsync($"Has line {i + 1}");
            await page.Locator("#question-rubric input[type=number]").Nth(i).FillAsync("2");
        }
    }
}
