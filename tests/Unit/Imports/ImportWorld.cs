using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.TaskTypes;
using Distribution.Embedded.Runtime;
using Distribution.Grains.Imports;
using Distribution.Grains.TaskTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Tests.Unit.Imports;

/// <summary>The process has died.</summary>
internal sealed class CrashException() : Exception("crash");

/// <summary>What outlives a crash: records, blobs, and the fake project. Every durable step can be the last one.</summary>
internal sealed class ImportWorld
{
    private readonly Lock _gate = new();
    private int _steps;

    public ConcurrentDictionary<string, string> Records { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Import, int Index), int> Reserved { get; } = [];

    public SortedDictionary<int, SegmentImport> Segments { get; } = [];

    public SortedDictionary<int, SegmentHead> Known { get; } = [];

    public Dictionary<int, GoldTask> Gold { get; } = [];

    public HashSet<int> GoldSegments { get; } = [];

    public int GoldMax { get; init; } = 5000;

    public ImportOptions Options { get; } = new();

    /// <summary>The step that does not happen; 0 lets all happen.</summary>
    public int CrashBefore { get; set; }

    /// <summary>The step after which the answer is lost.</summary>
    public int CrashAfter { get; set; }

    public int Steps => _steps;

    public long RecordBytesMax { get; private set; }

    public async Task<T> StepAsync<T>(Func<T> step)
    {
        var number = Interlocked.Increment(ref _steps);
        if (CrashBefore > 0 && number >= CrashBefore) throw new CrashException();
        T result;
        // Imports at the same time are grains on threads of their own; the world's maps are not made for that.
        lock (_gate) result = step();
        await Task.Yield();
        return CrashAfter > 0 && number >= CrashAfter ? throw new CrashException() : result;
    }

    public void Write(string key, string json) => (Records[key], RecordBytesMax) = (json, Math.Max(RecordBytesMax, json.Length));

    /// <summary>Runs an import in a process of its own.</summary>
    public async Task<ImportResult> RunAsync(Stream stream, ImportRequest request)
    {
        await using var process = new ImportProcess(this);
        return await process.Service.RunAsync(stream, request, null, TestContext.Current.CancellationToken);
    }

    public Task<ImportResult> RunAsync(string text, ImportRequest request) =>
        RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), request);

    /// <summary>The payloads of all tasks that the project knows.</summary>
    public IReadOnlyList<string> Payloads() => [.. Known.Keys.SelectMany(number => Enumerable.Range(0, Segments[number].Count).Select(i =>
        Encoding.UTF8.GetString(Blobs[Segments[number].BlobHash].AsSpan()[Segments[number].Offsets[i]..Segments[number].Offsets[i + 1]])))];

    /// <summary>The payload of one task.</summary>
    public string Payload(int number)
    {
        var (segment, at) = (Segments[number / TaskId.PerSegment], number % TaskId.PerSegment);
        return Encoding.UTF8.GetString(Blobs[segment.BlobHash].AsSpan()[segment.Offsets[at]..segment.Offsets[at + 1]]);
    }

    public static ImportRequest Request(
        string id, ImportFormat format, ImportMapping mapping, ImportPolicy policy = ImportPolicy.KeepGood,
        string type = "compare-two-answers") => new()
        {
            ImportId = $"p/{id}",
            Project = new ProjectId("p"),
            By = new WorkerId("m"),
            TaskTypeId = type,
            TaskTypeVersion = 1,
            Format = format,
            Policy = policy,
            Mapping = mapping,
        };
}

/// <summary>One life of the process: the real import and id grains on the real runtime, over a world that outlives it.</summary>
internal sealed class ImportProcess : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly EmbeddedRuntime _runtime;

    public ImportProcess(ImportWorld world)
    {
        EmbeddedRuntime? runtime = null;
        var options = Options.Create(world.Options);
        _services = new ServiceCollection()
            .AddSingleton<IGrainStorage>(new WorldStorage(world))
            .AddSingleton<IBlobStore>(new WorldBlobs(world))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IOptions<ImportOptions>>(options)
            .AddSingleton<IGrainFactory>(_ => new WorldGrains(world, runtime!))
            .BuildServiceProvider();
        _runtime = runtime = new EmbeddedRuntime(new EmbeddedRuntimeParts
        {
            Services = _services,
            Manifests = EmbeddedRuntimeParts.ManifestsOf(typeof(ImportGrain).Assembly, typeof(IImportGrain).Assembly),
            Log = NullLogger<EmbeddedRuntime>.Instance,
        });
        Service = new ImportService(Grains, _services.GetRequiredService<IBlobStore>(), TimeProvider.System, options);
    }

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public ImportService Service { get; }

    public async ValueTask DisposeAsync()
    {
        await _runtime.DisposeAsync();
        await _services.DisposeAsync();
    }
}

/// <summary>The grains under test from the runtime, their neighbours from the world.</summary>
internal sealed class WorldGrains(ImportWorld world, EmbeddedRuntime runtime) : IGrainFactory
{
    public T GetGrain<T>(string primaryKey, string? grainClassNamePrefix = null) where T : IGrainWithStringKey =>
        typeof(T) == typeof(IProjectGrain) ? (T)(object)new WorldProject(world)
        : typeof(T) == typeof(ISegmentGrain) ? (T)(object)new WorldSegment(world, primaryKey)
        : typeof(T) == typeof(IReviewDeskGrain) ? (T)(object)new WorldReviewDesk(world)
        : typeof(T) == typeof(ITaskTypeGrain) ? (T)(object)new WorldTaskType(primaryKey)
        : runtime.GetGrain<T>(primaryKey, grainClassNamePrefix);

    public T CreateObjectReference<T>(IGrainObserver obj) where T : IGrainObserver => throw new NotSupportedException();

    public void DeleteObjectReference<T>(IGrainObserver obj) where T : IGrainObserver => throw new NotSupportedException();
}

internal sealed class WorldTaskType(string id) : ITaskTypeGrain
{
    public Task<TaskTypeVersion?> GetAsync(int version) => Task.FromResult(
        version == 1 && BuiltInTypes.Find(id) is { } type ? new TaskTypeVersion(id, 1, TypeChange.First, null, type.Json) : null);

    public Task<IReadOnlyList<TaskTypeVersionHead>> ListAsync() => throw new NotSupportedException();

    public Task<TypeCheck> CheckAsync(string document) => throw new NotSupportedException();

    public Task<Outcome<PublishReply>> PublishAsync(WorkerId by, string document, bool allowBreaking) => throw new NotSupportedException();
}

internal sealed class WorldSegment(ImportWorld world, string key) : ISegmentGrain
{
    private int Number => TaskId.Parse(key).Number;

    public Task ImportAsync(SegmentImport import) => world.StepAsync(() => world.Segments.TryAdd(Number, import));

    public Task<SegmentView?> GetAsync() =>
        Task.FromResult(world.Segments.TryGetValue(Number, out var import) ? new SegmentView(import, [], []) : null);

    public Task<IReadOnlyList<int>> MarkDoneAsync(IReadOnlyList<int> closed) => throw new NotSupportedException();

    public Task ReopenAsync(int offset) => throw new NotSupportedException();

    public Task MarkOutAsync(IReadOnlyList<int> offsets) => throw new NotSupportedException();
}

internal sealed class WorldReviewDesk(ImportWorld world) : IReviewDeskGrain
{
    public Task ImportGoldAsync(int segment, string goldHash) => world.StepAsync(() =>
    {
        if (!world.GoldSegments.Add(segment)) return false;
        world.Known.ShouldNotContainKey(segment);
        var gold = JsonSerializer.Deserialize(world.Blobs[goldHash], Grains.Reviews.ReviewsJsonContext.Default.ListGoldTask)!;
        foreach (var task in gold) world.Gold.Add((segment * TaskId.PerSegment) + task.Task, task);
        return true;
    });

    public Task<int> GoldRoomAsync() => Task.FromResult(world.GoldMax - world.Gold.Count);

    public Task<ReviewPolicy?> GetPolicyAsync() => throw new NotSupportedException();

    public Task<Outcome<ReviewPolicy>> SetPolicyAsync(ReviewPolicy policy) => throw new NotSupportedException();

    public Task<Outcome<int>> SetGoldAsync(IReadOnlyList<GoldTask> gold) => throw new NotSupportedException();

    public Task<IReadOnlyList<GoldTask>> ListGoldAsync() => throw new NotSupportedException();

    public Task<Outcome<ReviewClaim>> ClaimAsync(WorkerId reviewer, IReadOnlyList<string> tags) => throw new NotSupportedException();

    public Task<ReviewClaim?> FindClaimAsync(WorkerId reviewer, AssignmentId assignment) => throw new NotSupportedException();

    public Task ReleaseAsync(WorkerId reviewer, AssignmentId assignment) => throw new NotSupportedException();

    public Task DecidedAsync(AssignmentId assignment, int round) => throw new NotSupportedException();

    public Task<ReviewCounts> CountAsync() => throw new NotSupportedException();
}

internal sealed class WorldStorage(ImportWorld world) : IGrainStorage
{
    // As the house's storage serializer: generated contracts, nulls left out.
    private static readonly JsonSerializerOptions Json = new()
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ImportStateJsonContext.Default, TaskTypeStateJsonContext.Default),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = world.Records.TryGetValue($"{grainId}", out var json);
        if (json is not null) (grainState.State, grainState.ETag) = (JsonSerializer.Deserialize<T>(json, Json)!, "1");
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = JsonSerializer.Serialize(grainState.State, Json);
        await world.StepAsync(() =>
        {
            world.Write($"{grainId}", json);
            return true;
        });
        (grainState.RecordExists, grainState.ETag) = (true, "1");
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
}

internal sealed class WorldBlobs(ImportWorld world) : IBlobStore
{
    public Task<BlobHash> PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct) => world.StepAsync(() =>
    {
        var hash = BlobHash.Of(content.Span);
        world.Blobs[hash.Value] = content.ToArray();
        return hash;
    });

    public Task<ReadOnlyMemory<byte>?> ReadAsync(BlobHash hash, CancellationToken ct) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(world.Blobs.TryGetValue(hash.Value, out var content) ? content : null);

    public Task<BlobHash> PutAsync(Stream content, CancellationToken ct) => throw new NotSupportedException();

    public Task<Stream?> OpenAsync(BlobHash hash, CancellationToken ct) => throw new NotSupportedException();

    public Task<ReadOnlyMemory<byte>?> ReadRangeAsync(BlobHash hash, long offset, int length, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<bool> DeleteAsync(BlobHash hash, DateTimeOffset ifWrittenBefore, CancellationToken ct) => throw new NotSupportedException();

    public IAsyncEnumerable<BlobInfo> ListAsync(CancellationToken ct) => throw new NotSupportedException();
}

internal sealed class WorldProject(ImportWorld world) : IProjectGrain
{
    public Task<int> ReserveSegmentAsync(string importId, int index) => world.StepAsync(() =>
    {
        if (!world.Reserved.TryGetValue((importId, index), out var number)) world.Reserved[(importId, index)] = number =
            world.Reserved.Count;
        return number;
    });

    public Task AddSegmentAsync(SegmentHead segment) => world.StepAsync(() =>
    {
        world.Segments.ShouldContainKey(segment.Number);
        return world.Known.TryAdd(segment.Number, segment);
    });

    public Task<Outcome<ProjectView>> CreateAsync(WorkerId owner, ProjectSettings settings, MicroAmount budget) =>
        throw new NotSupportedException();

    public Task<ProjectView?> GetAsync() => throw new NotSupportedException();

    public Task<ProjectHead?> GetHeadAsync(int knownVersion, int knownTasks) => throw new NotSupportedException();

    public Task<Outcome<ProjectView>> ChangeAsync(WorkerId by, ProjectSettings settings, int expectedVersion) =>
        throw new NotSupportedException();

    public Task<Outcome<ProjectView>> SetStatusAsync(WorkerId by, ProjectStatus status) => throw new NotSupportedException();

    public Task<Outcome<ProjectView>> SetGuidelinesAsync(WorkerId by, int version, int checkVersion) => throw new NotSupportedException();

    public Task<Outcome<ProjectView>> SetExperimentAsync(WorkerId by, string id, RunningExperiment? experiment, string detail) => throw new NotSupportedException();

    public Task<Outcome<ProjectView>> SetBudgetAsync(WorkerId by, MicroAmount total) => throw new NotSupportedException();

    public Task<MicroAmount> ChangeAllowanceAsync(int shard, int sequence, MicroAmount change) => throw new NotSupportedException();

    public Task NoteAnnouncementAsync(WorkerId by, string what) => throw new NotSupportedException();

    public Task NoteSnapshotAsync(WorkerId by, string snapshot) => throw new NotSupportedException();

    public Task ReportDrainedAsync() => throw new NotSupportedException();

    public Task NoteAsync(WorkerId by, string what) => throw new NotSupportedException();

    public Task<Outcome<ProjectView>> StartPilotAsync(WorkerId by, PilotPlan plan, long position) => throw new NotSupportedException();

    public Task<bool> AdmitToPilotAsync(WorkerId worker) => throw new NotSupportedException();

    public Task<Outcome<PersonTerms>> SetTermsAsync(WorkerId by, WorkerId worker, PersonTerms terms) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, PersonTerms>> ListTermsAsync() => throw new NotSupportedException();

    public Task ReportAgeAsync(long oldestReadyMs) => throw new NotSupportedException();
}
