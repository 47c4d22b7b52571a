using System.Text.Json;
using Distribution.Load;

if (args.Length == 0 || !Benches.All.TryGetValue(args[0], out var bench))
{
    Console.Error.WriteLine($"Usage: ./bench {string.Join('|', Benches.All.Keys)} [options]");
    return 2;
}

var options = new BenchArguments(args[1..]);
// One line, so that a script can take it as it is.
var result = await bench(options);
Console.WriteLine(JsonSerializer.Serialize(result));
if (result.TryGetValue("passed", out var passed) && passed is false) return 1;
return result.TryGetValue("failed", out var failed) && failed is int and > 0 ? 1 : 0;
