// The system as a picture, on many machines: silos and web hosts by number, Redis for their state, Azure Storage for their files.
// Compiled with -p:Cluster=true only.
var builder = DistributedApplication.CreateBuilder(args);

var redis = builder.AddRedis("redis").WithDataVolume().WithPersistence();
var blobs = builder.AddAzureStorage("storage").RunAsEmulator().AddBlobs("blobs");
var orleans = builder.AddOrleans("distribution").WithClustering(redis).WithGrainStorage("Default", redis).WithReminders(redis);

var silo = builder.AddProject("silo", "../Silo/Host/Distribution.Host.csproj")
    .WithReference(orleans).WithReference(blobs).WaitFor(redis).WaitFor(blobs).WithReplicas(2);
builder.AddProject("web", "../Web/Server/Distribution.Web.csproj")
    .WithReference(orleans.AsClient()).WithReference(blobs).WaitFor(silo).WithExternalHttpEndpoints();

builder.Build().Run();
