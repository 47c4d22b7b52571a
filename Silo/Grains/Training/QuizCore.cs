using Distribution.Contracts.Training;

namespace Distribution.Grains.Training;

/// <summary>What a quiz asks and how it is scored. Pure, and the same for ever: an attempt is read again from its seed.</summary>
public static class QuizCore
{
    /// <summary>What an attempt asks, drawn and shuffled by its seed.</summary>
    public static IReadOnlyList<AskedQuestion> Draw(Quiz quiz, long seed)
    {
        var random = new SplitMix((ulong)seed);
        var questions = Shuffled(quiz.Questions, ref random);
        var asked = new AskedQuestion[quiz.Draw == 0 ? questions.Length : Math.Min(quiz.Draw, questions.Length)];
        for (var i = 0; i < asked.Length; i++)
            asked[i] = new AskedQuestion(questions[i].Id, [.. Shuffled(questions[i].Options, ref random).Select(static option => option.Id)]);
        return asked;
    }

    /// <summary>The attempt with its score: a question that was not answered is wrong.</summary>
    public static QuizAttempt Score(QuizAttempt attempt, Quiz quiz, DateTimeOffset finishedAt, bool endedByClock)
    {
        var questions = quiz.Questions.ToDictionary(static question => question.Id, StringComparer.Ordinal);
        var right = attempt.Questions.Count(asked => questions[asked.Id].IsRight(attempt.Answers.GetValueOrDefault(asked.Id)));
        return attempt with
        {
            FinishedAt = finishedAt,
            Right = right,
            Total = attempt.Questions.Count,
            Passed = right * 100 >= quiz.PassPercent * attempt.Questions.Count,
            EndedByClock = endedByClock,
        };
    }

    /// <summary>The attempt with more answers: only to what it asked, and only with options that it has.</summary>
    public static QuizAttempt Merge(QuizAttempt attempt, IReadOnlyDictionary<string, IReadOnlyList<string>> answers)
    {
        var merged = new Dictionary<string, IReadOnlyList<string>>(attempt.Answers);
        foreach (var asked in attempt.Questions)
            if (answers.TryGetValue(asked.Id, out var chosen)) merged[asked.Id] = [.. asked.Options.Where(chosen.Contains)];
        return attempt with { Answers = merged };
    }

    private static T[] Shuffled<T>(IReadOnlyList<T> items, ref SplitMix random)
    {
        var shuffled = items.ToArray();
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled;
    }

    /// <summary>SplitMix64: small, and the same in every version of .NET, which System.Random does not promise.</summary>
    private struct SplitMix(ulong state)
    {
        private ulong _state = state;

        public int Below(int bound)
        {
            _state = unchecked(_state + 0x9E3779B97F4A7C15);
            var z = _state;
            z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
            return (int)((z ^ (z >> 31)) % (ulong)bound);
        }
    }
}
