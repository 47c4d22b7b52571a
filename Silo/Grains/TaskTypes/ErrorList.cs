using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>Collects what is wrong with a document, up to a bound: the first hundred are enough to mend it.</summary>
internal sealed class ErrorList
{
    private const int Most = 100;
    private readonly List<DocumentError> _errors = [];

    public IReadOnlyList<DocumentError> Errors => _errors;

    public void Add(string pointer, string code, string message)
    {
        if (_errors.Count < Most) _errors.Add(new DocumentError(pointer, code, message));
    }

    /// <summary>Adds unless <paramref name="holds"/>; returns it.</summary>
    public bool Require(bool holds, string pointer, string code, string message)
    {
        if (!holds) Add(pointer, code, message);
        return holds;
    }

    /// <summary>Each name is given, well formed and given once.</summary>
    public void RequireNames(IEnumerable<string> names, string pointer, string member)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var name in names)
        {
            var at = $"{pointer}/{index++}/{member}";
            if (Require(IsName(name), at, "BadName", $"\"{name}\" is no name: 1 to 64 letters, digits, '_' or '-'."))
                Require(seen.Add(name), at, "Duplicate", $"\"{name}\" is there twice.");
        }
    }

    public static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
