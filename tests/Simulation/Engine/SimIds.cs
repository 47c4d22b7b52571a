using System.Globalization;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>Ids that a seed decides.</summary>
internal sealed class SimIds(Random random) : Grains.Common.IIdSource
{
    public string Next(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{random.NextInt64():x16}");
}
