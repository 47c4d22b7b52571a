// The system as a picture: one process that holds a silo (grains, journal, blobs) and the web host in front of it.
// With -p:Cluster=true the same project is an Aspire app instead: see Clustered/.
using Distribution.AppHost.Standalone;

return await Commands.Create().Parse(args).InvokeAsync();
