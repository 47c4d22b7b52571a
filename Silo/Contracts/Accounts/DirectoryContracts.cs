using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Accounts;

/// <summary>
/// Which account holds which e-mail, in 256 buckets by the hash of the e-mail; key "00" to "ff". Holds hashes, not addresses.
/// Claiming one is a change over two grains: the claim is written, the account is made, the claim is confirmed. What a crash
/// left unconfirmed is resolved at the next touch.
/// </summary>
public interface IDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Claims the e-mail for this account and makes the account; idempotent by account id.</summary>
    [Idempotent]
    Task<Outcome<AccountRecord>> ClaimAsync(AccountRecord account);

    /// <summary>The account that holds an e-mail (given as <see cref="EmailHash"/>), or null.</summary>
    [Idempotent]
    Task<WorkerId?> FindAsync(string emailHash);

    /// <summary>The accounts of this bucket.</summary>
    [ReadOnly]
    Task<IReadOnlyList<WorkerId>> ListAsync();
}

/// <summary>How e-mails are spread over the directory.</summary>
public static class EmailHash
{
    /// <summary>How many buckets there are.</summary>
    public const int Buckets = 256;

    /// <summary>The hash of a normalized e-mail: 32 hex digits.</summary>
    public static string Of(string normalizedEmail) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalizedEmail)).AsSpan(0, 16));

    /// <summary>The bucket of a hash.</summary>
    public static string BucketOf(string emailHash) => emailHash[..2];

    /// <summary>The key of bucket <paramref name="number"/>, 0 to 255.</summary>
    public static string Bucket(int number) => number.ToString("x2", CultureInfo.InvariantCulture);
}

/// <summary>What came of using a one-time link.</summary>
[GenerateSerializer, Immutable, Alias("SetupState")]
public sealed record SetupState([property: Id(0)] bool IsDone, [property: Id(1)] DateTimeOffset? LinkUntil);

/// <summary>The first administrator, made once for each installation; key "first".</summary>
public interface ISetupGrain : IGrainWithStringKey
{
    /// <summary>Whether there was a first administrator, and until when a link waits.</summary>
    [ReadOnly]
    Task<SetupState> GetAsync();

    /// <summary>Lets the holder of the secret behind this hash make the first administrator, once; a new link ends the old one.</summary>
    Task<Outcome<SetupState>> IssueAsync(string tokenHash, DateTimeOffset until);

    /// <summary>Makes the first administrator with a link. Strangers, spent and old links get the same answer.</summary>
    Task<Outcome<AccountRecord>> RedeemAsync(string tokenHash, AccountRecord account);

    /// <summary>There is an administrator now, made otherwise.</summary>
    [Idempotent]
    Task CloseAsync();
}
