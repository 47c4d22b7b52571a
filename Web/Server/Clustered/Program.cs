// One web host before the cluster: an Orleans client. Compiled with -p:Cluster=true only.
using Distribution.Grains.Blobs.Azure;
using Distribution.Web;
using Distribution.Web.Clustered;
using Distribution.Web.Security;
using Orleans.Dashboard;

var builder = WebApplication.CreateBuilder(args);
builder.AddKeyedRedisClient("redis");
builder.AddAzureBlobServiceClient("blobs");
builder.AddClusterWeb();
var app = builder.Build();
app.MapDistribution();
app.MapOrleansDashboard("/admin/orleans").RequireAuthorization(Scope.Admin);
await app.Services.GetRequiredService<AzureBlobStore>().CreateAsync(CancellationToken.None);
await app.RunAsync();
