using Distribution.Contracts;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Grains.Training;

namespace Distribution.Tests.Unit.Training;

public sealed class QuizTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly WorkerId Kim = new("kim");

    [Fact, Trait("Promise", "T5")]
    public void Draw_IsTheSameForASeed_AndCoversTheBankEvenly()
    {
        var quiz = Quiz(questions: 12, draw: 4);
        Key(QuizCore.Draw(quiz, 7)).ShouldBe(Key(QuizCore.Draw(quiz, 7)));
        var drawn = Enumerable.Range(0, 3000).Select(seed => QuizCore.Draw(quiz, seed)).ToList();
        drawn.ShouldAllBe(static asked => asked.Count == 4 && asked.Select(static question => question.Id).Distinct().Count() == 4);
        foreach (var question in quiz.Questions)
            drawn.Count(asked => asked.Any(known => known.Id == question.Id)).ShouldBeInRange(900, 1100);
        drawn.Select(static asked => string.Join(',', asked[0].Options)).Distinct().Count().ShouldBe(6);
    }

    [Fact, Trait("Promise", "T5")]
    public void Draw_NeverChangesBetweenVersionsOfTheProgram() =>
        Key(QuizCore.Draw(Quiz(questions: 3), 42)).ShouldBe("q1:b,c,a q3:c,a,b q2:c,a,b");

    [Fact, Trait("Promise", "T6")]
    public void Attempt_AtItsEnd_CountsWhatWasSaved()
    {
        var setting = Setting(Quiz(questions: 2));
        var (state, started) = AttemptCore.Start(new AttemptState(), setting, 1);
        (state, _) = AttemptCore.Save(state, 1, Answers("q1", "q2"));
        var late = setting with { Now = started.Value!.EndsAt.AddSeconds(6) };
        AttemptCore.EndOverdue(state, late with { Now = started.Value.EndsAt.AddSeconds(4) }, "c").ShouldBe(state);
        state = AttemptCore.EndOverdue(state, late, "c1");
        var ended = state.Attempts.ShouldHaveSingleItem();
        (ended.Passed, ended.EndedByClock, ended.FinishedAt).ShouldBe((true, true, started.Value.EndsAt));
        var (after, again) = AttemptCore.Finish(state, late, 1, Answers(), "c2");
        (after, again.Value).ShouldBe((state, ended));
        AttemptCore.Save(state, 1, Answers()).Reply.Refusal!.Code.ShouldBe("AttemptEnded");
    }

    [Fact, Trait("Promise", "T6")]
    public void Retake_WaitsAndRunsOut_AndANewVersionBeginsAnew()
    {
        var setting = Setting(Quiz(questions: 1, retakeAfterMs: 60_000, attemptsMax: 2));
        var state = Fail(new AttemptState(), setting);
        AttemptCore.Start(state, setting, 2).Reply.Refusal!.Code.ShouldBe("RetakeLater");
        setting = setting with { Now = Now.AddMinutes(1) };
        state = Fail(state, setting);
        AttemptCore.Start(state, setting with { Now = Now.AddDays(9) }, 3).Reply.Refusal!.Code.ShouldBe("NoTriesLeft");
        AttemptCore.Describe(state, setting).TriesLeft.ShouldBe(0);
        var next = setting with { Course = setting.Course with { Head = setting.Course.Head with { Version = 2 } } };
        AttemptCore.Start(state, next, 4).Reply.IsOk.ShouldBeTrue();
    }

    [Theory]
    [InlineData(7, 10, 70, true)]
    [InlineData(6, 10, 70, false)]
    [InlineData(2, 3, 67, false)]
    [InlineData(2, 3, 66, true)]
    [Trait("Promise", "T6")]
    public void PassMark_IsMetExactly(int right, int of, int percent, bool passed)
    {
        var quiz = Quiz(of, passPercent: percent);
        var attempt = new QuizAttempt(1, 1, 5, Now, Now.AddMinutes(1)) { Questions = QuizCore.Draw(quiz, 5) };
        attempt = QuizCore.Merge(attempt, Answers([.. Enumerable.Range(1, right).Select(static i => $"q{i}")]));
        QuizCore.Score(attempt, quiz, Now, false).Passed.ShouldBe(passed);
    }

    [Fact, Trait("Promise", "T7")]
    public void Passing_PaysOnce_AlsoWhenALaterVersionIsPassed()
    {
        var pay = new CoursePay { Amount = new MicroAmount(5), Currency = "USD", Seats = 1 };
        var setting = Setting(Quiz(questions: 1), pay);
        var state = Pass(new AttemptState { HasSeat = true }, setting);
        state.Owed!.Credit!.EntryId.ShouldBe("training/compare");
        var next = setting with { Course = setting.Course with { Head = setting.Course.Head with { Version = 2 } } };
        Pass(state, next).Owed!.Credit.ShouldBeNull();
        Pass(new AttemptState(), setting).Owed!.Credit.ShouldBeNull();
    }

    [Fact, Trait("Promise", "T7")]
    public void Seats_AreNeverMoreThanThereAre_AndLapseWhenNobodyPasses()
    {
        var hold = TimeSpan.FromDays(14);
        var state = CourseSeatsCore.Take(new CourseSeatsState(), Kim, 1, hold, Now);
        CourseSeatsCore.Take(state, new WorkerId("lee"), 1, hold, Now).ShouldBe(state);
        var later = Now + hold;
        CourseSeatsCore.Has(state, Kim, later).ShouldBeFalse();
        var taken = CourseSeatsCore.Use(CourseSeatsCore.Take(state, new WorkerId("lee"), 1, hold, later), new WorkerId("lee"));
        CourseSeatsCore.Take(taken, Kim, 1, hold, later.AddYears(1)).ShouldBe(taken);
        CourseSeatsCore.Count(taken, 1, later.AddYears(1)).ShouldBe(new CourseSeats(1, 1));
    }

    private static string Key(IReadOnlyList<AskedQuestion> asked) =>
        string.Join(' ', asked.Select(static question => $"{question.Id}:{string.Join(',', question.Options)}"));

    private static Dictionary<string, IReadOnlyList<string>> Answers(params string[] right) => right.ToDictionary(static id => id, static _ => (IReadOnlyList<string>)["a"]);

    private static AttemptState Fail(AttemptState state, LearningSetting setting)
    {
        var (started, attempt) = AttemptCore.Start(state, setting, 1);
        return AttemptCore.Finish(started, setting, attempt.Value!.Number, Answers(), "c").Next;
    }

    private static AttemptState Pass(AttemptState state, LearningSetting setting)
    {
        var (started, attempt) = AttemptCore.Start(state, setting, 1);
        return AttemptCore.Finish(started, setting, attempt.Value!.Number, Answers("q1"), "c").Next;
    }

    private static LearningSetting Setting(Quiz quiz, CoursePay? pay = null) => new(
        Kim,
        new PublishedCourse("compare", new DocumentHead(1, new string('a', 64), Now, new WorkerId("m")), new CourseDocument
        {
            Title = Text("Compare"),
            Summary = Text("Compare"),
            Qualification = "compare",
            QualificationVersion = 1,
            Lessons = [],
            Quiz = quiz,
            Pay = pay,
        }),
        Now,
        0);

    private static Quiz Quiz(int questions, int draw = 0, int passPercent = 80, long retakeAfterMs = 0, int attemptsMax = 5) => new()
    {
        Questions = [.. Enumerable.Range(1, questions).Select(static i => new QuizQuestion
        {
            Id = $"q{i}",
            Text = Text("?"),
            Options = [new QuizOption { Id = "a", Text = Text("a"), IsRight = true }, new QuizOption { Id = "b", Text = Text("b") }, new QuizOption { Id = "c", Text = Text("c") }],
            Explanation = Text("!"),
        })],
        Draw = draw,
        PassPercent = passPercent,
        RetakeAfterMs = retakeAfterMs,
        AttemptsMax = attemptsMax,
    };

    private static LocalText Text(string text) => new() { Ko = text, En = text };
}
