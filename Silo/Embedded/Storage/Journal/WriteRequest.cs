using System.Threading.Tasks.Sources;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>A write on its way to the disk, and the promise that its writer awaits.</summary>
internal sealed class WriteRequest : IValueTaskSource<long>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<long> _promise;
    private Exception? _refusal;

    public WriteRequest(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, bool deleted, int encodedBytes, bool continueElsewhere)
    {
        (Key, Body, ExpectedVersion, Deleted, EncodedBytes) = (key, body, expectedVersion, deleted, encodedBytes);
        _promise.RunContinuationsAsynchronously = continueElsewhere;
    }

    public RecordKey Key { get; }
    public ReadOnlyMemory<byte> Body { get; }
    public long ExpectedVersion { get; }
    public bool Deleted { get; }
    public int EncodedBytes { get; }

    /// <summary>The version it gets when its batch is committed.</summary>
    public long NewVersion { get; set; }

    public bool Refused => _refusal is not null;

    /// <summary>It fails whatever becomes of its batch; it learns so with the others.</summary>
    public void Refuse(Exception reason) => _refusal = reason;

    public void Complete()
    {
        if (_refusal is null) _promise.SetResult(NewVersion);
        else _promise.SetException(_refusal);
    }

    public void Fail(Exception reason) => _promise.SetException(_refusal ?? reason);

    public ValueTask<long> Written => new((IValueTaskSource<long>)this, _promise.Version);
    public ValueTask Done => new((IValueTaskSource)this, _promise.Version);

    public long GetResult(short token) => _promise.GetResult(token);
    void IValueTaskSource.GetResult(short token) => _promise.GetResult(token);
    public ValueTaskSourceStatus GetStatus(short token) => _promise.GetStatus(token);
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
      _promise.OnCompleted(continuation, state, token, flags);
}
