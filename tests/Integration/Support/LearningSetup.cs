using System.Text.Json;

namespace Distribution.Tests.Integration.Support;

/// <summary>Qualifications, courses and contracts made over the API, as a manager makes them, and passed as a trainer does.</summary>
public static class LearningSetup
{
    public static object Text(string text) => new { ko = text + " (ko)", en = text };

    /// <summary>A qualification earned by the course of the same name.</summary>
    public static Task<JsonElement> PublishQualificationAsync(this Client manager, string name, int validDays = 0) =>
        manager.PostAsync($"qualifications/{name}/versions", new
        {
            title = Text(name),
            description = Text("Knows " + name + Guid.NewGuid()),
            earnedBy = "course",
            course = name,
            validDays,
        }).JsonAsync();

    /// <summary>A course document: two lessons, one practice task, a quiz of <paramref name="questions"/> questions whose right option is always "yes".</summary>
    public static Dictionary<string, object?> Course(string name, int version = 1, int questions = 4) => new()
    {
        ["title"] = Text(name),
        ["summary"] = Text("How to compare"),
        ["qualification"] = name,
        ["qualificationVersion"] = version,
        ["lessons"] = new object[]
        {
            new { id = "first", title = Text("First"), body = Text("# Compare\nRead both."), examples = new[] { Example() } },
            new { id = "second", title = Text("Second"), body = Text($"Version {version}") },
        },
        ["practice"] = new[]
        {
            new
            {
                id = "p1",
                taskTypeId = "free-form",
                payload = new { instruction = "Say hello" },
                expected = new[] { new { question = "response", anyOf = new[] { "hello" } } },
                hints = new[] { Text("A greeting"), Text("Five letters") },
                explanation = Text("Because"),
            },
        },
        ["quiz"] = Quiz(questions),
    };

    public static object Quiz(int questions, long timeLimitMs = 60_000, long retakeAfterMs = 0, int attemptsMax = 5, int draw = 0) => new
    {
        questions = Enumerable.Range(1, questions).Select(static i => Question($"q{i}")),
        draw,
        passPercent = 75,
        timeLimitMs,
        retakeAfterMs,
        attemptsMax,
    };

    public static object Question(string id) => new
    {
        id,
        text = Text(id),
        options = new object[] { new { id = "yes", text = Text("yes"), isRight = true }, new { id = "no", text = Text("no") }, new { id = "maybe", text = Text("maybe") } },
        explanation = Text("Why " + id),
        lesson = "first",
    };

    public static async Task PublishCourseAsync(this Client manager, string name, object? document = null)
    {
        await manager.PublishQualificationAsync(name);
        await manager.PostAsync($"courses/{name}/versions", document ?? Course(name)).JsonAsync();
    }

    public static object Contract(string words = "You own nothing") => new
    {
        title = Text("Terms"),
        text = Text(words),
        rights = Text("The work belongs to the project"),
        tracking = Text("Only time within the page"),
    };

    /// <summary>Reads a contract's current version and signs it.</summary>
    public static async Task<JsonElement> SignAsync(this Client trainer, string contract)
    {
        var text = await trainer.GetAsync($"contracts/{contract}/versions/0").JsonAsync();
        return await trainer.PostAsync($"contracts/{contract}/versions/{text.GetProperty("version").GetInt32()}/signature", new
        {
            signedName = "Kim Minji",
            textHash = text.GetProperty("textHash").GetString(),
            agreed = true,
        }).JsonAsync();
    }

    public static async Task ReadLessonsAsync(this Client trainer, string course)
    {
        foreach (var lesson in (await trainer.GetAsync($"courses/{course}").JsonAsync()).GetProperty("lessons").EnumerateArray())
            await trainer.PostAsync($"courses/{course}/lessons/{lesson.GetProperty("id").GetString()}/read").JsonAsync();
    }

    /// <summary>Answers every question of an attempt with the same option, and ends it.</summary>
    public static async Task<JsonElement> FinishQuizAsync(this Client trainer, string course, JsonElement attempt, string option = "yes") =>
        await trainer.PostAsync($"courses/{course}/quiz/{attempt.GetProperty("attempt").GetInt32()}/finish", new
        {
            answers = attempt.GetProperty("questions").EnumerateArray().ToDictionary(static q => q.GetProperty("id").GetString()!, _ => new[] { option }),
        }).JsonAsync();

    /// <summary>From the first lesson to the certificate.</summary>
    public static async Task<JsonElement> PassAsync(this Client trainer, string course)
    {
        await trainer.PostAsync($"courses/{course}/enrol").JsonAsync();
        await trainer.ReadLessonsAsync(course);
        return await trainer.FinishQuizAsync(course, await trainer.PostAsync($"courses/{course}/quiz").JsonAsync());
    }

    /// <summary>Sets what a project's trainers must have.</summary>
    public static async Task NeedAsync(this Client manager, string project, params string[] hard)
    {
        var view = await manager.GetAsync($"projects/{project}").JsonAsync();
        var settings = JsonSerializer.Deserialize<Dictionary<string, object?>>(view.GetProperty("settings").GetRawText())!;
        settings["needs"] = new { hard, soft = Array.Empty<object>() };
        var version = view.GetProperty("settings").GetProperty("version").GetInt32();
        await manager.SendAsync(HttpMethod.Put, $"projects/{project}", settings, ("If-Match", $"\"{version}\"")).JsonAsync();
    }

    private static object Example() => new
    {
        id = "e1",
        taskTypeId = "free-form",
        payload = new { instruction = "Say hi" },
        modelAnswer = new { response = "hi" },
        explanation = Text("Short"),
    };
}
