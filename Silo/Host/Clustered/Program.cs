// One Orleans silo. Clustering, grain storage and reminders come from the configuration that Aspire hands over.
// Compiled with -p:Cluster=true only.
using Distribution.Host;
using Distribution.ServiceDefaults;

var builder = Host.CreateApplicationBuilder(args);
builder.AddServiceDefaults();
builder.AddKeyedRedisClient("redis");
builder.AddAzureBlobServiceClient("blobs");
builder.UseOrleans();
builder.Services.AddGrainServices().AddAudit();
builder.Build().Run();
