using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Grains.TaskTypes;

namespace Distribution.Grains.Training;

/// <summary>Reads a course from JSON: the document, or everything that is wrong with it by pointer.</summary>
public static class CourseReader
{
    /// <summary>The largest course, in UTF-16 units: fifty long lessons in two languages; pictures lie apart.</summary>
    public const int MaxLength = 512 * 1024;

    /// <summary>Questions of one attempt: what is asked and answered rests in the learner's record, some 100 bytes a question.</summary>
    private const int AskedMax = 100;

    /// <summary>Reads and validates.</summary>
    public static (CourseDocument? Document, IReadOnlyList<DocumentError> Errors) Read(string json)
    {
        if (json.Length > MaxLength) return (null, [new DocumentError("", "TooLarge", $"A course has at most {MaxLength} characters.")]);
        try
        {
            var document = JsonSerializer.Deserialize(json, TrainingDocumentsJsonContext.Default.CourseDocument);
            if (document is null) return (null, [new DocumentError("", "Empty", "The document is null.")]);
            var errors = Validate(document);
            return (errors.Count == 0 ? document : null, errors);
        }
        catch (JsonException error)
        {
            return (null, [new DocumentError(TaskTypeReader.PointerOf(error.Path), "Malformed", error.Message)]);
        }
    }

    private static List<DocumentError> Validate(CourseDocument course)
    {
        var check = new Check();
        check.Name("/qualification", course.Qualification);
        check.Range("/qualificationVersion", course.QualificationVersion, 1, 50);
        check.Range("/minutes", course.Minutes, 1, 600);
        check.Range("/lessons", course.Lessons.Count, 1, 50);
        check.Range("/practice", course.Practice.Count, 0, 50);
        check.Unique("/lessons", course.Lessons.Select(static lesson => lesson.Id));
        check.Unique("/practice", course.Practice.Select(static task => task.Id));
        for (var i = 0; i < course.Practice.Count; i++) CheckPractice(check, $"/practice/{i}", course.Practice[i]);
        for (var i = 0; i < course.Lessons.Count; i++) check.Unique($"/lessons/{i}/examples", course.Lessons[i].Examples.Select(static example => example.Id));
        CheckQuiz(check, course);
        if (course.Pay is { } pay) CheckPay(check, pay);
        if (course.Changes is { } changes)
        {
            check.Range("/changes/check", changes.Check.Count, 0, 10);
            CheckQuestions(check, "/changes/check", changes.Check);
        }

        return check.Errors;
    }

    private static void CheckPractice(Check check, string at, PracticeTask task)
    {
        check.Range($"{at}/expected", task.Expected.Count, 1, 20);
        for (var i = 0; i < task.Expected.Count; i++) check.Range($"{at}/expected/{i}/anyOf", task.Expected[i].AnyOf.Count, 1, 20);
        check.Range($"{at}/hints", task.Hints.Count, 0, 10);
    }

    private static void CheckQuiz(Check check, CourseDocument course)
    {
        var quiz = course.Quiz;
        check.Range("/quiz/questions", quiz.Questions.Count, 1, 300);
        check.Range("/quiz/draw", quiz.Draw, 0, quiz.Questions.Count);
        if (quiz.Draw == 0 && quiz.Questions.Count > AskedMax) check.Add("/quiz/draw", "TooMany", $"An attempt asks at most {AskedMax} questions: draw some of them.");
        check.Range("/quiz/draw", quiz.Draw, 0, AskedMax);
        check.Range("/quiz/passPercent", quiz.PassPercent, 1, 100);
        check.Range("/quiz/timeLimitMs", quiz.TimeLimitMs, 30_000, 4 * 3_600_000);
        check.Range("/quiz/retakeAfterMs", quiz.RetakeAfterMs, 0, 90L * 86_400_000);
        check.Range("/quiz/attemptsMax", quiz.AttemptsMax, 1, 20);
        CheckQuestions(check, "/quiz/questions", quiz.Questions);
        for (var i = 0; i < quiz.Questions.Count; i++)
        {
            if (quiz.Questions[i].Lesson is { } lesson && course.Lessons.All(known => known.Id != lesson))
                check.Add($"/quiz/questions/{i}/lesson", "UnknownLesson", $"The course has no lesson \"{lesson}\".");
        }
    }

    private static void CheckQuestions(Check check, string at, IReadOnlyList<QuizQuestion> questions)
    {
        check.Unique(at, questions.Select(static question => question.Id));
        for (var i = 0; i < questions.Count; i++)
        {
            check.Range($"{at}/{i}/options", questions[i].Options.Count, 2, 10);
            check.Unique($"{at}/{i}/options", questions[i].Options.Select(static option => option.Id));
            if (!questions[i].Options.Any(static option => option.IsRight)) check.Add($"{at}/{i}/options", "NoneIsRight", "At least one option is right.");
        }
    }

    private static void CheckPay(Check check, CoursePay pay)
    {
        check.Range("/pay/amount", pay.Amount.Micros, 1, 1_000_000_000);
        check.Range("/pay/seats", pay.Seats, 1, CourseSeatsCore.SeatsMax);
        if (pay.Currency.Length != 3 || !pay.Currency.All(char.IsAsciiLetterUpper)) check.Add("/pay/currency", "BadCurrency", "A currency is an ISO 4217 code, such as USD.");
    }

    private sealed class Check
    {
        public List<DocumentError> Errors { get; } = [];

        public void Add(string pointer, string code, string message) => Errors.Add(new DocumentError(pointer, code, message));

        public void Range(string pointer, long value, long min, long max)
        {
            if (value < min || value > max) Add(pointer, "OutOfRange", $"{value} is not within {min} to {max}.");
        }

        public void Name(string pointer, string name)
        {
            if (!Names.IsName(name)) Add(pointer, "BadName", $"\"{name}\" is no name: 2 to 40 lower-case letters, digits and hyphens.");
        }

        public void Unique(string pointer, IEnumerable<string> ids)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var id in ids)
            {
                if (!IsId(id)) Add(pointer, "BadId", $"\"{id}\" is no id: 1 to 40 lower-case letters, digits and hyphens.");
                else if (!seen.Add(id)) Add(pointer, "Duplicate", $"The id \"{id}\" stands twice.");
            }
        }

        private static bool IsId(string id) => id.Length is > 0 and <= 40 && id.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
    }
}
