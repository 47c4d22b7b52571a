using MathNet.Numerics.Distributions;

namespace Distribution.Grains.Experiments;

/// <summary>
/// Looking several times at one risk. The risk is spent as K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for clinical trials",
/// Biometrika 70 (1983), with their function after P. C. O'Brien and T. R. Fleming, Biometrics 35 (1979): next to nothing early, nearly all at the end.
/// Boundaries follow by the recursive integration of P. Armitage, C. K. McPherson and B. C. Rowe, JRSS A 132 (1969), as set out in C. Jennison and
/// B. W. Turnbull, "Group Sequential Methods with Applications to Clinical Trials" (2000), chapters 7 and 19. Pure.
/// </summary>
public static class GroupSequential
{
    private const int GridPoints = 241;
    private const int Halvings = 50;

    /// <summary>What of a two-sided risk is spent when the share t of the information is in: on each side 2 − 2Φ(z₁₋α⸝₄ / √t), which is α/2 at the end.</summary>
    public static double Spent(double alpha, double fraction) =>
        fraction >= 1 ? alpha : 4 * Normal.CDF(0, 1, -Normal.InvCDF(0, 1, 1 - (alpha / 4)) / Math.Sqrt(fraction));

    /// <summary>How many standard errors a difference needs at each look, two-sided.</summary>
    /// <param name="alpha">The risk over all looks.</param>
    /// <param name="fractions">The shares of the planned information at the looks: rising, above 0, at most 1.</param>
    public static IReadOnlyList<double> Boundaries(double alpha, IReadOnlyList<double> fractions)
    {
        var boundaries = new List<double>(fractions.Count);
        var walk = Walk.Start;
        var spent = 0.0;
        for (var i = 0; i < fractions.Count; i++)
        {
            var step = fractions[i] - (i == 0 ? 0 : fractions[i - 1]);
            var share = Math.Max(Spent(alpha, fractions[i]) - spent, 1e-12);
            var edge = walk.EdgeFor(share, step);
            boundaries.Add(edge / Math.Sqrt(fractions[i]));
            walk = walk.Go(edge, step, drift: 0);
            spent += share;
        }

        return boundaries;
    }

    /// <summary>By what factor equally spaced looks make the sample larger than one look would, for the same power.</summary>
    public static double Inflation(double alpha, double power, int looks)
    {
        if (looks <= 1) return 1;
        IReadOnlyList<double> fractions = [.. Enumerable.Range(1, looks).Select(look => (double)look / looks)];
        var boundaries = Boundaries(alpha, fractions);
        var single = Normal.InvCDF(0, 1, 1 - (alpha / 2)) + Normal.InvCDF(0, 1, power);
        var (low, high) = (single, single * 2);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (Power(boundaries, fractions, middle) < power) low = middle;
            else high = middle;
        }

        return high * high / (single * single);
    }

    /// <summary>The chance of crossing a boundary at some look, when the difference has <paramref name="drift"/> standard errors at the end.</summary>
    public static double Power(IReadOnlyList<double> boundaries, IReadOnlyList<double> fractions, double drift)
    {
        var walk = Walk.Start;
        for (var i = 0; i < boundaries.Count; i++)
            walk = walk.Go(boundaries[i] * Math.Sqrt(fractions[i]), fractions[i] - (i == 0 ? 0 : fractions[i - 1]), drift);
        return 1 - walk.Mass;
    }

    /// <summary>Where the sum stands if no boundary was crossed yet: points with their density and their weight (Simpson's rule).</summary>
    private sealed class Walk(double[] at, double[] mass)
    {
        public static Walk Start { get; } = new([0], [1]);

        /// <summary>The chance of not having crossed.</summary>
        public double Mass => mass.Sum();

        /// <summary>The edge that is crossed with this chance in a step of this variance, without drift.</summary>
        public double EdgeFor(double chance, double variance)
        {
            var (low, high) = (0.0, 40.0);
            for (var i = 0; i < Halvings; i++)
            {
                var middle = (low + high) / 2;
                if (Beyond(middle, Math.Sqrt(variance)) > chance) low = middle;
                else high = middle;
            }

            return high;
        }

        public Walk Go(double edge, double variance, double drift)
        {
            var deviation = Math.Sqrt(variance);
            var (points, masses) = (new double[GridPoints], new double[GridPoints]);
            var width = 2 * edge / (GridPoints - 1);
            for (var i = 0; i < GridPoints; i++)
            {
                points[i] = -edge + (i * width);
                var density = 0.0;
                for (var j = 0; j < at.Length; j++) density += mass[j] * Normal.PDF(at[j] + (drift * variance), deviation, points[i]);
                masses[i] = density * width / 3 * (i == 0 || i == GridPoints - 1 ? 1 : i % 2 == 1 ? 4 : 2);
            }

            return new Walk(points, masses);
        }

        private double Beyond(double edge, double deviation)
        {
            var sum = 0.0;
            for (var j = 0; j < at.Length; j++) sum += mass[j] * (Normal.CDF(at[j], deviation, -edge) + 1 - Normal.CDF(at[j], deviation, edge));
            return sum;
        }
    }
}
