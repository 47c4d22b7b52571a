using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Distribution.Embedded.Hosting;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Tests.Unit.Storage;

/// <summary>A read finds what is stored; only an immutable object that is stored already is spared its decoding.</summary>
[Trait("Promise", "X1")]
public sealed class RecordGrainStorageTests
{
    private static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
    private readonly RecordGrainStorage _storage = new(new MemoryRecordStore(), new JsonStateSerializer(Options));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_OfTheSameVersion_KeepsAnImmutableObject()
    {
        IPersistentState<Frozen> state = State<Frozen>();
        state.State = new Frozen(7);
        await state.WriteStateAsync(Cancel);
        var written = state.State;
        await state.ReadStateAsync(Cancel);
        state.State.ShouldBeSameAs(written);
    }

    [Fact]
    public async Task Read_DiscardsAnObject_ThatWasNeverWritten()
    {
        IPersistentState<Frozen> state = State<Frozen>();
        state.State = new Frozen(7);
        await state.WriteStateAsync(Cancel);
        state.State = new Frozen(8);
        await state.ReadStateAsync(Cancel);
        state.State.Value.ShouldBe(7);
    }

    [Fact]
    public async Task Read_FindsWhatAnotherActivationWrote()
    {
        IPersistentState<Frozen> state = State<Frozen>(), other = State<Frozen>();
        state.State = new Frozen(7);
        await state.WriteStateAsync(Cancel);
        await other.ReadStateAsync(Cancel);
        other.State = new Frozen(9);
        await other.WriteStateAsync(Cancel);
        await state.ReadStateAsync(Cancel);
        state.State.Value.ShouldBe(9);
        state.Etag.ShouldBe(other.Etag);
    }

    [Fact]
    public async Task Read_OfTheSameVersion_DiscardsChangesInPlace()
    {
        IPersistentState<Open> state = State<Open>();
        state.State.Value = 7;
        await state.WriteStateAsync(Cancel);
        state.State.Value = 8;
        await state.ReadStateAsync(Cancel);
        state.State.Value.ShouldBe(7);
    }

    private PersistentState<T> State<T>() => new("state", new GrainId("grain", "key"), _storage);

    [Immutable]
    private sealed record Frozen(int Value)
    {
        public Frozen() : this(0)
        {
        }
    }

    private sealed class Open
    {
        public int Value { get; set; }
    }
}
