using System.Security.Cryptography;
using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Web.Identity;
using Orleans;

namespace Distribution.AppHost.Demo;

/// <summary>
/// Who takes part in the demo. The passwords are made once for a data folder, and are kept beside its other keys: a fixed one would
/// be a known way into every installation that ever tried the demo.
/// </summary>
internal sealed record DemoAccounts(string Password, IReadOnlyList<string> Crowd)
{
    public const string ManagerEmail = "manager@demo.example";
    public const string TrainerEmail = "trainer@demo.example";
    private static readonly string[] ManagerRoles = [Roles.Trainer, Roles.Manager];
    private static readonly string[] TrainerRoles = [Roles.Trainer];

    /// <summary>Those of this folder, made at the first start.</summary>
    public static async Task<DemoAccounts> OpenAsync(IServiceProvider services, string folder, int trainers, CancellationToken ct)
    {
        var file = Path.Combine(folder, "demo.json");
        var known = File.Exists(file) ? JsonSerializer.Deserialize<DemoAccounts>(await File.ReadAllTextAsync(file, ct)) : null;
        known ??= new DemoAccounts("demo-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), []);
        await SignUpAsync(services, ManagerEmail, known.Password, "Demo manager", ManagerRoles, ct);
        await SignUpAsync(services, TrainerEmail, known.Password, "Demo trainer", TrainerRoles, ct);
        if (known.Crowd.Count < trainers)
        {
            var more = await services.GetRequiredService<TokenMinter>().MintAsync(Roles.Trainer, trainers - known.Crowd.Count, ct: ct);
            known = known with { Crowd = [.. known.Crowd, .. more.Select(static minted => minted.Account.Value)] };
        }

        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(known), ct);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return known with { Crowd = [.. known.Crowd.Take(trainers)] };
    }

    /// <summary>A token for an account of the crowd.</summary>
    public static async Task<string> TokenOfAsync(IServiceProvider services, string account)
    {
        var record = await services.GetRequiredService<IGrainFactory>().GetGrain<IAccountGrain>(account).GetAsync();
        return services.GetRequiredService<TokenMinter>().TokenFor(record ?? throw new InvalidOperationException($"The demo's account {account} is gone."), TimeSpan.FromDays(30));
    }

    private static async Task SignUpAsync(
        IServiceProvider services, string email, string password, string name, IReadOnlyList<string> roles, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<SignInService>().SignUpAsync(email, password, name, roles, ct);
        if (!made.IsOk && made.Refusal.Code != "EmailTaken") throw new InvalidOperationException(made.Refusal.Message);
    }
}
