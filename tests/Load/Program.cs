using System.Text.Json;
using Distribution.Load.RuntimeBench;

Func<Task<IReadOnlyDictionary<string, object>>>[] benches = args switch
{
    ["runtime"] => [CallBench.RunAsync, StorageBench.RunAsync],
    ["calls"] => [CallBench.RunAsync],
    ["storage"] => [StorageBench.RunAsync],
    _ => [],
};
if (benches.Length == 0)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Load -- runtime|calls|storage");
    return 2;
}

var results = new Dictionary<string, object>();
foreach (var bench in benches)
{
    foreach (var (name, value) in await bench()) results[name] = value;
}

// One line, so that a script can take it as it is.
Console.WriteLine(JsonSerializer.Serialize(results));
return 0;
