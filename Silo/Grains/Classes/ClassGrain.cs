using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.Training;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.Classes;

/// <summary>The limits of classes.</summary>
public sealed class ClassOptions
{
    /// <summary>People of one class. Default: 300, a lecture hall; some 25 KB of the 64 KB that one state may have.</summary>
    [Range(1, 600)]
    public int MembersMax { get; set; } = 300;

    /// <summary>Courses of one class. Default: 20.</summary>
    [Range(1, 50)]
    public int CoursesMax { get; set; } = 20;
}

/// <summary>What a class stores.</summary>
[GenerateSerializer, Immutable, Alias("ClassState")]
public sealed record ClassState
{
    /// <summary>The class; null before it is made.</summary>
    [Id(0), JsonPropertyName("c")] public ClassView? Class { get; init; }
}

/// <summary>How the states of this folder rest in storage.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClassState))]
public sealed partial class ClassesJsonContext : JsonSerializerContext;

/// <summary>A class: who is in it, by their own consent.</summary>
public sealed class ClassGrain : Grain, IClassGrain
{
    private readonly Committed<ClassState> _state;
    private readonly ClassOptions _options;
    private readonly IIdSource _ids;
    private readonly TimeProvider _time;

    public ClassGrain([PersistentState("class")] IPersistentState<ClassState> storage, IOptions<ClassOptions> options, IIdSource ids, TimeProvider time) =>
        (_state, _options, _ids, _time) = (new Committed<ClassState>(this, storage), options.Value, ids, time);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<ClassView?> GetAsync() => Task.FromResult(_state.Value.Class);

    /// <inheritdoc />
    public async Task<Outcome<ClassView>> CreateAsync(WorkerId owner, string name, IReadOnlyList<string> courses)
    {
        if (_state.Value.Class is { } present) return present.Owner == owner ? present : Refusal.Conflict("ClassExists", "There is a class of that id.");
        if (TooMany(courses) is { } refusal) return refusal;
        return await CommitAsync(new ClassView(this.GetPrimaryKeyString(), name, owner, _ids.Next("j")[..13], courses, []));
    }

    /// <inheritdoc />
    public async Task<Outcome<ClassView>> ChangeAsync(string name, IReadOnlyList<string> courses)
    {
        if (_state.Value.Class is not { } present) return Refusal.NotFound("The class");
        return TooMany(courses) is { } refusal ? refusal : await CommitAsync(present with { Name = name, Courses = courses });
    }

    /// <inheritdoc />
    public async Task<Outcome<ClassView>> JoinAsync(WorkerId worker, string code)
    {
        if (_state.Value.Class is not { } present || !IsCode(present.Code, code)) return Refusal.NotFound("The class");
        if (present.Members.Any(member => member.Worker == worker)) return present;
        return present.Members.Count >= _options.MembersMax
            ? Refusal.Conflict("ClassFull", $"A class has at most {_options.MembersMax} people.")
            : await CommitAsync(present with { Members = [.. present.Members, new ClassMember(worker, _time.GetUtcNow())] });
    }

    /// <inheritdoc />
    public async Task LeaveAsync(WorkerId worker)
    {
        if (_state.Value.Class is { } present && present.Members.Any(member => member.Worker == worker))
            await CommitAsync(present with { Members = [.. present.Members.Where(member => member.Worker != worker)] });
    }

    private static bool IsCode(string code, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(given));

    private Refusal? TooMany(IReadOnlyList<string> courses) =>
        courses.Count > _options.CoursesMax ? Refusal.Invalid("TooManyCourses", $"A class has at most {_options.CoursesMax} courses.") : null;

    private async Task<ClassView> CommitAsync(ClassView next)
    {
        await _state.CommitAsync(new ClassState { Class = next });
        return next;
    }
}
