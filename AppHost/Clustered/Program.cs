// The system as a picture, on many machines: silos and web hosts by number, Redis for their state, Azure Storage for their files.
// Compiled with -p:Cluster=true only.
using Distribution.AppHost.Clustered;

LocalDefaults.Apply();
var builder = DistributedApplication.CreateBuilder(args);
builder.AddPublisher();

var adminEmail = builder.AddParameter("admin-email", "admin@example.com", publishValueAsDefault: true);
var adminPassword = builder.AddParameter("admin-password", new GenerateParameterDefault { MinLength = 20, Special = false }, secret: true, persist: true);
var pseudonyms = builder.AddParameter("pseudonym-secret", new GenerateParameterDefault { MinLength = 48, Special = false }, secret: true, persist: true);
var keysCertificate = builder.AddParameter("keys-certificate", "", publishValueAsDefault: true);
var keysPassword = builder.AddParameter("keys-certificate-password", "", secret: true);

var redis = builder.AddRedis("redis").WithDataVolume().WithSafeWrites();
var storage = builder.AddAzureStorage("storage").RunAsEmulator(static azurite => azurite.WithDataVolume());
var blobs = storage.AddBlobs("blobs");
var orleans = builder.AddOrleans("distribution").WithServiceId("distribution").WithClusterId("distribution")
    .WithClustering(redis).WithGrainStorage("records", redis).WithReminders(redis);

var silo = builder.AddProject<Projects.Distribution_Host>("silo")
    .WithReference(orleans).WithReference(redis).WithReference(blobs).WaitFor(redis).WaitFor(blobs)
    .WithEnvironment("Pseudonyms__Secret", pseudonyms)
    .AsClusterProgram().WithReplicas(builder.Number("Silos", 2));

var web = builder.AddProject<Projects.Distribution_Web>("web")
    .WithReference(orleans.AsClient()).WithReference(redis).WithReference(blobs).WaitFor(silo)
    .WithEnvironment("Pseudonyms__Secret", pseudonyms)
    .WithEnvironment("DataProtection__Certificate", keysCertificate).WithEnvironment("DataProtection__Password", keysPassword)
    .WithEnvironment("FirstAdmin__Email", adminEmail).WithEnvironment("FirstAdmin__Password", adminPassword)
    .WithEnvironment("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true")
    .AsClusterProgram().WithExternalHttpEndpoints().WithReplicas(builder.Number("WebHosts", 2));

web.WithDeveloperCommands(adminEmail, adminPassword);
builder.Build().Run();
