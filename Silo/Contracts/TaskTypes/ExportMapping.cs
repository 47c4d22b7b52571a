namespace Distribution.Contracts.TaskTypes;

/// <summary>How answers of a type become training data. Prompts are payload fields: a text, or a conversation.</summary>
public sealed record ExportMapping
{
    /// <summary>{prompt, chosen, rejected}.</summary>
    public PreferenceMapping? Preference { get; init; }

    /// <summary>{messages}.</summary>
    public MessagesMapping? Messages { get; init; }

    /// <summary>{prompt, completion, rewards}.</summary>
    public ScoreMapping? Reward { get; init; }

    /// <summary>{prompt, completion, grades, points}.</summary>
    public ScoreMapping? Rubric { get; init; }
}

/// <summary>
/// Which of two texts is better. Either a choice or ranking decides between payload fields (<see cref="Candidates"/>), or the edit
/// of a text is better than the text.
/// </summary>
public sealed record PreferenceMapping
{
    /// <summary>The payload field of the prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>The choice, ranking or edit question that decides.</summary>
    public required string Question { get; init; }

    /// <summary>From option value to payload field. An option that is not named (a tie) makes no pair.</summary>
    public IReadOnlyDictionary<string, string> Candidates { get; set; } = new Dictionary<string, string>();
}

/// <summary>A prompt and the text or texts that were written for it.</summary>
public sealed record MessagesMapping
{
    /// <summary>The payload field of the prompt: a text, a conversation, or the user's turns.</summary>
    public required string Prompt { get; init; }

    /// <summary>The text or edit question whose answer is the assistant's.</summary>
    public required string Question { get; init; }
}

/// <summary>A prompt, a completion and the question that scored it.</summary>
public sealed record ScoreMapping
{
    /// <summary>The payload field of the prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>The payload field of the completion.</summary>
    public required string Completion { get; init; }

    /// <summary>The scale, numbers or rubric question.</summary>
    public required string Question { get; init; }
}
