using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Training;

/// <summary>Somebody in a class. What they do in its courses is shown to its owner from their consent on, until they leave.</summary>
[GenerateSerializer, Immutable, Alias("ClassMember")]
public sealed record ClassMember([property: Id(0)] WorkerId Worker, [property: Id(1)] DateTimeOffset ConsentedAt);

/// <summary>A school's or company's class: people who learn the same courses.</summary>
[GenerateSerializer, Immutable, Alias("ClassView")]
public sealed record ClassView(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] WorkerId Owner, [property: Id(3)] string Code,
    [property: Id(4)] IReadOnlyList<string> Courses, [property: Id(5)] IReadOnlyList<ClassMember> Members);

/// <summary>A class; key is its id.</summary>
public interface IClassGrain : IGrainWithStringKey
{
    /// <summary>The class, or null.</summary>
    [ReadOnly]
    Task<ClassView?> GetAsync();

    /// <summary>Makes it; the same call again is answered as the first was.</summary>
    Task<Outcome<ClassView>> CreateAsync(WorkerId owner, string name, IReadOnlyList<string> courses);

    /// <summary>Changes name and courses.</summary>
    Task<Outcome<ClassView>> ChangeAsync(string name, IReadOnlyList<string> courses);

    /// <summary>Joins with the class's code, which says yes to the owner seeing one's progress; idempotent.</summary>
    Task<Outcome<ClassView>> JoinAsync(WorkerId worker, string code);

    /// <summary>Leaves, or is removed; from now on nothing is shown. Idempotent.</summary>
    Task LeaveAsync(WorkerId worker);
}
