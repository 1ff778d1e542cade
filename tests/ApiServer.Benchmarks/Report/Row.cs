namespace Tricorder.ApiServer.Benchmarks.Report;

/// <summary>One line of the report. Values and ratios that were not measured are null; a ratio with a budget is judged.</summary>
internal sealed record Row(string Name, string Unit, double? Raw, double? Etcd, double? Here)
{
    /// <summary>Most that `Here` may be, in its unit, or least when `AtLeast` is set.</summary>
    public double? Budget { get; init; }

    /// <summary>The same with mutual TLS, for comparison; nothing is judged by it.</summary>
    public double? HereTls { get; init; }

    public bool AtLeast { get; init; }

    /// <summary>Most that `Here` may be, as a multiple of the yardstick.</summary>
    public double? RawBudget { get; init; }

    public double? EtcdBudget { get; init; }

    public double? ToRaw => Here / Raw;

    public double? ToEtcd => Here / Etcd;

    /// <summary>Null when there is nothing to judge.</summary>
    public bool? Ok
    {
        get
        {
            bool?[] verdicts = [AtLeast ? Here >= Budget : Within(Here, Budget), Within(ToRaw, RawBudget), Within(ToEtcd, EtcdBudget)];
            return verdicts.All(verdict => verdict is null) ? null : verdicts.All(verdict => verdict is not false);
        }
    }

    private static bool? Within(double? value, double? budget) => value is null || budget is null ? null : value <= budget;
}
