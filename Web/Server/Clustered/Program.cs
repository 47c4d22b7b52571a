// One web host before the cluster: an Orleans client. Compiled with -p:Cluster=true only.
using Distribution.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddKeyedRedisClient("redis");
builder.AddAzureBlobServiceClient("blobs");
builder.UseOrleansClient();
var app = WebServer.Configure(builder).Build();
app.MapDistribution();
app.Run();
