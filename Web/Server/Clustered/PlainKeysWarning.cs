using Distribution.Web.Security;

namespace Distribution.Web.Clustered;

/// <summary>Says at each start outside development that the shared keys lie as they are: who reads Redis, or a copy of it, could sign in as anybody.</summary>
internal sealed partial class PlainKeysWarning(IConfiguration configuration, IHostEnvironment environment, ILogger<PlainKeysWarning> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment() && string.IsNullOrEmpty(KeyProtectionOptions.Of(configuration).Certificate)) LogPlain();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "The keys of cookies and tokens lie unencrypted in Redis, so that whoever reads it can sign in as anybody: name a certificate as DataProtection:Certificate")]
    private partial void LogPlain();
}
