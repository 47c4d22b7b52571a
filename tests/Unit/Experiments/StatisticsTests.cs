using Distribution.Grains.Experiments;

namespace Distribution.Tests.Unit.Experiments;

/// <summary>Against values that others have published.</summary>
public sealed class StatisticsTests
{
    private const double Z95 = 1.959963984540054;

    /// <summary>Newcombe 1998, table II, method 10.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    [Trait("Promise", "M36")]
    public void Newcombe_IsTheTable(int hits, int of, int controlHits, int controlOf, double low, double high)
    {
        var interval = Statistics.Newcombe((controlHits, controlOf), (hits, of), Z95);
        interval.Low.ShouldBe(low, 0.00005);
        interval.High.ShouldBe(high, 0.00005);
    }

    /// <summary>Student's sleep data; R's t.test(extra ~ group): t = -1.8608, df = 17.776, 95 % from -3.3654832 to 0.2054832.</summary>
    [Fact]
    [Trait("Promise", "M36")]
    public void Welch_OfStudentsSleepData_IsWhatRSays()
    {
        var first = Sample.Of([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]);
        var second = Sample.Of([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
        var interval = Statistics.Welch(second, first, Z95);
        interval.Difference.ShouldBe(-1.58, 1e-9);
        interval.Low.ShouldBe(-3.3654832, 1e-6);
        interval.High.ShouldBe(0.2054832, 1e-6);
        interval.ExcludesZero.ShouldBeFalse();
    }

    /// <summary>Cohen, "Statistical Power Analysis" (1988), table 2.4.1: power 0.80 at a two-sided 0.05.</summary>
    [Theory]
    [InlineData(0.2, 394)]
    [InlineData(0.5, 64)]
    [InlineData(0.8, 26)]
    [Trait("Promise", "M35")]
    public void Units_AreCohens(double effect, int units) => Statistics.UnitsPerArm(effect, 1, 0.05, 0.8, 1).ShouldBeInRange(units - 1, units);

    /// <summary>The spending function of O'Brien and Fleming's type at equal steps, alpha 0.05 two-sided: Lan and DeMets's boundaries as software prints them.</summary>
    [Theory]
    [InlineData(1, new[] { 1.960 })]
    [InlineData(2, new[] { 2.963, 1.969 })]
    [InlineData(3, new[] { 3.710, 2.511, 1.993 })]
    [InlineData(4, new[] { 4.333, 2.963, 2.359, 2.014 })]
    [InlineData(5, new[] { 4.877, 3.357, 2.680, 2.290, 2.031 })]
    [Trait("Promise", "M36")]
    public void Boundaries_AreThePublishedOnes(int looks, double[] expected)
    {
        var boundaries = GroupSequential.Boundaries(0.05, [.. Enumerable.Range(1, looks).Select(look => (double)look / looks)]);
        for (var i = 0; i < looks; i++) boundaries[i].ShouldBe(expected[i], 0.002);
    }

    /// <summary>Under no difference all looks together cross as often as was stated, and looking without correction would cross far more often.</summary>
    [Fact]
    [Trait("Promise", "M36")]
    public void Looks_TogetherKeepTheRisk_AndPeekingWouldNot()
    {
        double[] fractions = [0.2, 0.4, 0.6, 0.8, 1];
        GroupSequential.Power(GroupSequential.Boundaries(0.05, fractions), fractions, 0).ShouldBe(0.05, 0.0002);
        // Armitage, McPherson and Rowe 1969, table 2: five looks at 1.96 each have a risk of 0.142.
        GroupSequential.Power([1.96, 1.96, 1.96, 1.96, 1.96], fractions, 0).ShouldBe(0.142, 0.001);
        GroupSequential.Inflation(0.05, 0.9, 5).ShouldBeInRange(1.02, 1.04);
        GroupSequential.Inflation(0.05, 0.9, 1).ShouldBe(1);
    }

    /// <summary>By chance itself: two arms that are the same, looked at five times, two thousand times over.</summary>
    [Fact]
    [Trait("Promise", "M36")]
    public void Looks_AtSameArms_CrossAsOftenAsStated()
    {
        var random = new Random(42);
        double[] fractions = [0.2, 0.4, 0.6, 0.8, 1];
        var boundaries = GroupSequential.Boundaries(0.05, fractions);
        var crossed = 0;
        for (var round = 0; round < 2000; round++)
        {
            List<double> left = [], right = [];
            for (var look = 0; look < 5; look++)
            {
                for (var i = 0; i < 30; i++)
                {
                    left.Add(random.NextDouble() + random.NextDouble());
                    right.Add(random.NextDouble() + random.NextDouble());
                }

                if (!Statistics.Welch(Sample.Of(left), Sample.Of(right), boundaries[look]).ExcludesZero) continue;
                crossed++;
                break;
            }
        }

        crossed.ShouldBeInRange(70, 132, "2,000 · 0.05 and three standard deviations to each side");
    }
}
