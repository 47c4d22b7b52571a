// One Orleans silo. Clustering, grain storage and reminders come from the configuration that Aspire hands over.
// Compiled with -p:Cluster=true only.
using Distribution.Grains.Blobs.Azure;
using Distribution.Grains.Moves;
using Distribution.Host.Clustered;
using Distribution.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddKeyedRedisClient(ClusterSilo.Redis);
builder.AddAzureBlobServiceClient("blobs");
builder.AddClusterSilo();
var app = builder.Build();
app.MapDefaultEndpoints();
await app.Services.GetRequiredService<AzureBlobStore>().CreateAsync(CancellationToken.None);
if (args is ["import", var package])
{
    // One silo, alone: its grains' storage and reminders need it started, and nobody may call.
    await app.StartAsync();
    Console.WriteLine($"Imported: {await MoveImport.RunAsync(package, ActivatorUtilities.CreateInstance<ClusterMove>(app.Services), app.Lifetime.ApplicationStopping)}.");
    await app.StopAsync();
    return;
}

try
{
    await app.RunAsync();
}
catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
{
    // Told to stop while it was still starting, as in an upgrade that goes on quickly: it held nothing, so that is no crash.
}
