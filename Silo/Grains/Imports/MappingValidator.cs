using Distribution.Contracts.Imports;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.Imports.Reading;
using Distribution.Grains.TaskTypes;

namespace Distribution.Grains.Imports;

/// <summary>Whether a mapping fits its task type, before any row is read.</summary>
public static class MappingValidator
{
    /// <summary>Everything that is wrong, by JSON pointer into the mapping.</summary>
    public static IReadOnlyList<DocumentError> Validate(
        TaskTypeDocument type, ImportMapping mapping, ImportFormat format, ImportOptions options)
    {
        var errors = new ErrorList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < mapping.Fields.Count; i++)
        {
            var (field, at) = (mapping.Fields[i], $"/fields/{i}");
            errors.Require(seen.Add(field.Field), $"{at}/field", "Duplicate", $"\"{field.Field}\" is mapped twice.");
            CheckField(type, field, at, errors);
            CheckPath(field.Source, format, $"{at}/source", errors);
        }

        foreach (var missing in type.Payload.Where(field => field.Required && !seen.Contains(field.Name)))
            errors.Add("/fields", "Missing", $"The payload field \"{missing.Name}\" is required, and nothing is mapped to it.");
        errors.Require(
            mapping.Fields.Any(static field => field.Source is not null), "/fields", "NoSource", "At least one field comes from the file.");
        CheckPath(mapping.ExternalId, format, "/externalId", errors);
        CheckPath(mapping.PriorityFrom, format, "/priorityFrom", errors);
        CheckPath(mapping.ExtraNeedsFrom, format, "/extraNeedsFrom", errors);
        CheckGold(type, mapping, format, errors);
        errors.Require(
            Math.Abs((long)mapping.Priority) <= options.MaxPriority, "/priority", "OutOfRange",
            $"From -{options.MaxPriority} to {options.MaxPriority}.");
        errors.Require(
            mapping.CsvSeparator is ',' or ';' or '\t' or '|', "/csvSeparator", "OutOfRange", "A comma, a semicolon, a tab or a bar.");
        errors.Require(mapping.ExtraNeeds.Count <= options.MaxExtraNeeds, "/extraNeeds", "TooMany", $"At most {options.MaxExtraNeeds}.");
        for (var i = 0; i < mapping.ExtraNeeds.Count; i++)
            errors.Require(NeedsReader.IsNeed(mapping.ExtraNeeds[i]), $"/extraNeeds/{i}", "BadNeed", "A need looks like \"lang:ko\".");
        return errors.Errors;
    }

    private static void CheckField(TaskTypeDocument type, FieldMapping field, string at, ErrorList errors)
    {
        var known = type.Payload.FirstOrDefault(candidate => candidate.Name == field.Field);
        errors.Require(known is not null, $"{at}/field", "UnknownField", $"The task type has no payload field \"{field.Field}\".");
        errors.Require(
            field.Source is null != field.Constant is null, at, "OneOfTwo", "A field has a source or a constant: one of the two.");
        errors.Require(field.Separator.Length > 0, $"{at}/separator", "Empty", "A separator has at least one character.");
        if (known is not null && field.Constant is { } constant && PayloadValidator.CheckField(known, constant) is { } wrong)
            errors.Add($"{at}/constant{wrong.Pointer}", wrong.Code, wrong.Message);
    }

    private static void CheckGold(TaskTypeDocument type, ImportMapping mapping, ImportFormat format, ErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < mapping.Gold.Count; i++)
        {
            var (gold, at) = (mapping.Gold[i], $"/gold/{i}");
            errors.Require(seen.Add(gold.Question), $"{at}/question", "Duplicate", $"\"{gold.Question}\" is mapped twice.");
            errors.Require(GoldQuestion.Find(type, gold.Question) is not null, $"{at}/question", "UnknownQuestion", $"The task type asks nothing called \"{gold.Question}\".");
            CheckPath(gold.Source, format, $"{at}/source", errors);
        }

        CheckPath(mapping.GoldExplanation, format, "/goldExplanation", errors);
        errors.Require(
            mapping.GoldExplanation is null || mapping.Gold.Count > 0, "/goldExplanation", "NoGold", "An explanation goes with a right answer, and none is mapped.");
    }

    private static void CheckPath(string? path, ImportFormat format, string at, ErrorList errors)
    {
        if (path is null) return;
        if (!errors.Require(path.Length > 0, at, "Empty", "A source is a column's name or a JSON path.")) return;
        try
        {
            if (format != ImportFormat.Csv) PathStep.Parse(path);
        }
        catch (FormatException error)
        {
            errors.Add(at, "BadPath", error.Message);
        }
    }
}
