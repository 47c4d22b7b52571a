namespace Distribution.Contracts;

/// <summary>Names that people give to courses, contracts and qualifications, and that stand in addresses and tags.</summary>
public static class Names
{
    /// <summary>2 to 40 lower-case letters, digits and hyphens, beginning with a letter, without a version at the end.</summary>
    public static bool IsName(string? name) =>
        name is { Length: >= 2 and <= 40 } && char.IsAsciiLetterLower(name[0])
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && Workers.NeedTags.Split(name).Version == 0;
}
