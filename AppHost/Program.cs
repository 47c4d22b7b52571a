// The system as a picture: one process that holds a silo (grains, journal, blobs) and the web host in front of it.
// With -p:Cluster=true the same project is an Aspire app instead: see Clustered/.
using System.CommandLine;
using Distribution.AppHost.Standalone;

// Ctrl-C drains: the default of two seconds would cut the drain short and call that a failure.
return await Commands.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
