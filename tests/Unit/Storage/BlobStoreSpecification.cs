using System.Text;
using Distribution.Contracts.Blobs;

namespace Distribution.Tests.Unit.Storage;

/// <summary>What every blob store does.</summary>
public abstract class BlobStoreSpecification
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("the content of a blob");

    protected abstract IBlobStore Blobs { get; }

    private protected abstract StillTime Time { get; }

    /// <summary>Changes a stored byte behind the store's back.</summary>
    protected abstract void Damage(BlobHash hash);

    [Fact]
    public async Task Put_ThenRead_ReturnsTheContentUnderItsHash()
    {
        var hash = await Blobs.PutAsync(Content, CancellationToken.None);
        hash.ShouldBe(BlobHash.Of(Content));
        (await Blobs.ReadAsync(hash, CancellationToken.None))!.Value.ToArray().ShouldBe(Content);
    }

    [Fact]
    public async Task Put_OfAStream_NamesItLikeItsBytes()
    {
        var large = new byte[200_000];
        new Random(1).NextBytes(large);
        var hash = await Blobs.PutAsync(new MemoryStream(large), CancellationToken.None);
        hash.ShouldBe(BlobHash.Of(large));
        await using var stream = (await Blobs.OpenAsync(hash, CancellationToken.None))!;
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, CancellationToken.None);
        copy.ToArray().ShouldBe(large);
    }

    [Fact]
    public async Task Put_OfNothing_IsABlob()
    {
        var hash = await Blobs.PutAsync(ReadOnlyMemory<byte>.Empty, CancellationToken.None);
        (await Blobs.ReadAsync(hash, CancellationToken.None))!.Value.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Read_OfAMissingBlob_IsNull()
    {
        var missing = BlobHash.Of("never put"u8);
        (await Blobs.ReadAsync(missing, CancellationToken.None)).ShouldBeNull();
        (await Blobs.OpenAsync(missing, CancellationToken.None)).ShouldBeNull();
        (await Blobs.ReadRangeAsync(missing, 0, 1, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Read_OfADamagedBlob_IsRefusedByName_AndPuttingItAgainHeals()
    {
        var hash = await Blobs.PutAsync(Content, CancellationToken.None);
        Damage(hash);
        (await Should.ThrowAsync<BlobCorruptException>(() => Blobs.ReadAsync(hash, CancellationToken.None))).Hash.ShouldBe(hash);
        await Blobs.PutAsync(Content, CancellationToken.None);
        (await Blobs.ReadAsync(hash, CancellationToken.None))!.Value.ToArray().ShouldBe(Content);
    }

    [Theory]
    [InlineData(0, 3, "the")]
    [InlineData(17, 100, "blob")]
    [InlineData(500, 10, "")]
    public async Task ReadRange_ReturnsThePartThatExists(long offset, int length, string part)
    {
        var hash = await Blobs.PutAsync(Content, CancellationToken.None);
        var read = await Blobs.ReadRangeAsync(hash, offset, length, CancellationToken.None);
        Encoding.UTF8.GetString(read!.Value.Span).ShouldBe(part);
    }

    [Fact]
    public async Task Delete_SparesWhatWasPutAgainMeanwhile()
    {
        var hash = await Blobs.PutAsync(Content, CancellationToken.None);
        var listed = await SingleAsync();
        (listed.Hash, listed.Bytes, listed.WrittenAt).ShouldBe((hash, Content.Length, Time.GetUtcNow()));
        Time.Advance(TimeSpan.FromDays(2));
        var dayAgo = Time.GetUtcNow() - TimeSpan.FromDays(1);
        await Blobs.PutAsync(Content, CancellationToken.None);
        (await Blobs.DeleteAsync(hash, dayAgo, CancellationToken.None)).ShouldBeFalse();
        Time.Advance(TimeSpan.FromDays(2));
        (await Blobs.DeleteAsync(hash, Time.GetUtcNow(), CancellationToken.None)).ShouldBeTrue();
        (await Blobs.DeleteAsync(hash, Time.GetUtcNow(), CancellationToken.None)).ShouldBeFalse();
        (await Blobs.ReadAsync(hash, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Put_OfTheSameContentByMany_LeavesOneBlob()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Blobs.PutAsync(Content, CancellationToken.None))));
        (await SingleAsync()).Hash.ShouldBe(BlobHash.Of(Content));
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("ABCDEF")]
    [InlineData("")]
    public void Hash_OfAnythingElse_IsNotAName(string text) => BlobHash.TryParse(text, out _).ShouldBeFalse();

    private async Task<BlobInfo> SingleAsync()
    {
        var all = new List<BlobInfo>();
        await foreach (var blob in Blobs.ListAsync(CancellationToken.None)) all.Add(blob);
        return all.ShouldHaveSingleItem();
    }
}
