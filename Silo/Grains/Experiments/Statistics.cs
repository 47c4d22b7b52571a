using MathNet.Numerics.Distributions;

namespace Distribution.Grains.Experiments;

/// <summary>A sample by its size, mean and variance (the unbiased one, by n − 1).</summary>
public readonly record struct Sample(int Count, double Mean, double Variance)
{
    /// <summary>Of values; the variance of fewer than two is 0.</summary>
    public static Sample Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0) return new Sample(0, double.NaN, 0);
        var mean = values.Average();
        return new Sample(values.Count, mean, values.Count < 2 ? 0 : values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}

/// <summary>A difference with its interval.</summary>
public readonly record struct Interval(double Difference, double Low, double High)
{
    /// <summary>Whether no difference lies outside of it.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;
}

/// <summary>Intervals of differences, and sizes of samples. Pure.</summary>
public static class Statistics
{
    /// <summary>
    /// The difference of two means whose variances may differ: B. L. Welch, "The generalization of 'Student's' problem when several different
    /// population variances are involved", Biometrika 34 (1947), with the degrees of freedom of F. E. Satterthwaite, Biometrics Bulletin 2 (1946).
    /// </summary>
    /// <param name="control">The sample that is subtracted; at least two values.</param>
    /// <param name="variant">The other; at least two values.</param>
    /// <param name="z">How many standard errors of a normal the interval is wide to each side: 1.96 for 95 %. The t quantile of the same tail is used.</param>
    public static Interval Welch(Sample control, Sample variant, double z)
    {
        var difference = variant.Mean - control.Mean;
        var (a, b) = (control.Variance / control.Count, variant.Variance / variant.Count);
        if (control.Count < 2 || variant.Count < 2) return new Interval(difference, double.NegativeInfinity, double.PositiveInfinity);
        if (a + b == 0) return new Interval(difference, difference, difference);
        var freedom = (a + b) * (a + b) / ((a * a / (control.Count - 1)) + (b * b / (variant.Count - 1)));
        var half = -StudentT.InvCDF(0, 1, freedom, Normal.CDF(0, 1, -z)) * Math.Sqrt(a + b);
        return new Interval(difference, difference - half, difference + half);
    }

    /// <summary>
    /// The difference of two independent proportions by hybrid score intervals: R. G. Newcombe, "Interval estimation for the difference between
    /// independent proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), method 10 (Wilson's intervals, without continuity correction).
    /// </summary>
    /// <param name="control">Of so many, so many.</param>
    /// <param name="variant">Of so many, so many.</param>
    /// <param name="z">As in <see cref="Welch"/>.</param>
    public static Interval Newcombe((int Hits, int Of) control, (int Hits, int Of) variant, double z)
    {
        var (p1, p2) = ((double)variant.Hits / variant.Of, (double)control.Hits / control.Of);
        var ((l1, u1), (l2, u2)) = (Wilson(variant, z), Wilson(control, z));
        var difference = p1 - p2;
        return new Interval(
            difference, difference - Math.Sqrt(Square(p1 - l1) + Square(u2 - p2)), difference + Math.Sqrt(Square(u1 - p1) + Square(p2 - l2)));
    }

    /// <summary>
    /// Units of each of two arms that find an effect: n = 2 (z₁₋α⸝₂ + z₁₋β)² σ² / δ² + z²₁₋α⸝₂ / 4, the normal formula with the correction of
    /// W. C. Guenther, "Sample size formulas for normal theory t tests", The American Statistician 35 (1981).
    /// </summary>
    /// <param name="effect">The difference δ, above 0.</param>
    /// <param name="deviation">The standard deviation σ of a unit.</param>
    /// <param name="alpha">The two-sided risk.</param>
    /// <param name="power">1 − β.</param>
    /// <param name="inflation">By what the looks on the way make it larger.</param>
    public static int UnitsPerArm(double effect, double deviation, double alpha, double power, double inflation)
    {
        var (za, zb) = (Normal.InvCDF(0, 1, 1 - (alpha / 2)), Normal.InvCDF(0, 1, power));
        return (int)Math.Ceiling((inflation * 2 * Square((za + zb) * deviation / effect)) + (za * za / 4) - 1e-9);
    }

    /// <summary>E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).</summary>
    private static (double Low, double High) Wilson((int Hits, int Of) share, double z)
    {
        var (p, n) = ((double)share.Hits / share.Of, (double)share.Of);
        var middle = p + (z * z / (2 * n));
        var half = z * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        var whole = 1 + (z * z / n);
        return (Math.Max(0, (middle - half) / whole), Math.Min(1, (middle + half) / whole));
    }

    private static double Square(double value) => value * value;
}
