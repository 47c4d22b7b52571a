using System.Text.RegularExpressions;
using Distribution.Contracts;

namespace Distribution.Web.Work;

/// <summary>What a profile may say.</summary>
internal static partial class ProfileCheck
{
    private const int LanguagesMax = 10;
    private const int FieldsMax = 20;
    private const int FieldLengthMax = 60;

    /// <summary>What is wrong, or null.</summary>
    public static Refusal? Wrong(ProfileRequest request)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(request.TimeZone, out _)) return Refusal.Invalid("BadTimeZone", "A time zone is an IANA name, such as Asia/Seoul.");
        if (request.Languages is { } languages && (languages.Count > LanguagesMax || !languages.All(static language => Language().IsMatch(language))))
            return Refusal.Invalid("BadLanguages", $"At most {LanguagesMax} languages, as BCP 47 tags such as ko or pt-BR.");
        return request.Fields is { } fields && (fields.Count > FieldsMax || fields.Any(static field => string.IsNullOrWhiteSpace(field) || field.Length > FieldLengthMax))
            ? Refusal.Invalid("BadFields", $"At most {FieldsMax} fields of at most {FieldLengthMax} letters.")
            : null;
    }

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")]
    private static partial Regex Language();
}
