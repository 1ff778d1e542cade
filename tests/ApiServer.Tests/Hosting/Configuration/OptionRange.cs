using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Grafana;
using Tricorder.ApiServer.Hosting.Configuration;

namespace Tricorder.ApiServer.Tests.Hosting.Configuration;

/// <summary>
/// What a number or a duration may be, found by asking the validators: the lowest and the highest value that they let pass while all other
/// settings have their defaults.
/// </summary>
internal static class OptionRange
{
    /// <summary>What a validator needs before it looks at the rest.</summary>
    private static readonly Dictionary<Type, Action<object>> Needed = new()
    {
        [typeof(GrafanaOptions)] = options =>
        {
            Set(options, nameof(GrafanaOptions.Url), "http://grafana:3000");
            Set(options, nameof(GrafanaOptions.Token), "token");
        },
    };

    public static string Describe(Type options, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum)
        {
            return string.Join(", ", Enum.GetNames(type).Select(name => $"`{name}`"));
        }

        if (type != typeof(int) && type != typeof(long) && type != typeof(TimeSpan))
        {
            return "";
        }

        var most = type == typeof(int) ? int.MaxValue : long.MaxValue;
        var good = Number(property.GetValue(Instance(options)) ?? TimeSpan.FromDays(1));
        var validators = ValidatorsOf(options);
        bool Passes(long value) => validators.All(validate => !validate(With(options, property, Value(type, value))).Any());
        Assert.That(Passes(good), $"{property.Name} of {options.Name} has no valid default");

        var lowest = Edge(good, type == typeof(int) ? int.MinValue : long.MinValue, Passes);
        var highest = Edge(good, most, Passes);
        var from = type == typeof(TimeSpan) && lowest == 1 ? "above 0" : $"from {Text(type, lowest)}";
        return highest == most ? from : $"{from} to {Text(type, highest)}";
    }

    /// <summary>The values next to the range, and what the validators say of them.</summary>
    public static IEnumerable<(object Value, string Failures)> Outside(Type options, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type != typeof(int) && type != typeof(long) && type != typeof(TimeSpan))
        {
            yield break;
        }

        var (least, most) = type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        var good = Number(property.GetValue(Instance(options)) ?? TimeSpan.FromDays(1));
        var validators = ValidatorsOf(options);
        string Failures(long value) => string.Join(
            '\n', validators.SelectMany(validate => validate(With(options, property, Value(type, value)))));
        bool Passes(long value) => Failures(value).Length == 0;
        foreach (var (edge, step) in new[] { (Edge(good, least, Passes), -1), (Edge(good, most, Passes), 1) })
        {
            if (edge != least && edge != most)
            {
                yield return (Value(type, edge + step), Failures(edge + step));
            }
        }
    }

    /// <summary>The last value that passes on the way from one that does to the end.</summary>
    private static long Edge(long good, long end, Func<long, bool> passes)
    {
        if (passes(end))
        {
            return end;
        }

        while (true)
        {
            var middle = (long)(good + (((Int128)end - good) / 2));
            if (middle == good)
            {
                return good;
            }

            (good, end) = passes(middle) ? (middle, end) : (good, middle);
        }
    }

    private static List<Func<object, IEnumerable<string>>> ValidatorsOf(Type options)
    {
        var seam = typeof(IValidateOptions<>).MakeGenericType(options);
        var validate = seam.GetMethod(nameof(IValidateOptions<object>.Validate))!;
        var services = new ServiceCollection().AddOptions()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection().Build())
            .BuildServiceProvider();
        return
        [
            .. typeof(KeyCatalogue).Assembly.GetTypes().Where(seam.IsAssignableFrom)
                .Select(type => ActivatorUtilities.CreateInstance(services, type))
                .Select<object, Func<object, IEnumerable<string>>>(validator => instance =>
                    ((ValidateOptionsResult)validate.Invoke(validator, [null, instance])!).Failures ?? []),
        ];
    }

    private static object With(Type options, PropertyInfo property, object value)
    {
        var instance = Instance(options);
        property.SetValue(instance, value);
        return instance;
    }

    private static object Instance(Type options)
    {
        var instance = Activator.CreateInstance(options)!;
        Needed.GetValueOrDefault(options)?.Invoke(instance);
        return instance;
    }

    private static void Set(object options, string property, string value) =>
        options.GetType().GetProperty(property)!.SetValue(options, value);

    private static long Number(object value) => value is TimeSpan time ? time.Ticks : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static object Value(Type type, long number) => type == typeof(TimeSpan)
        ? TimeSpan.FromTicks(number)
        : Convert.ChangeType(number, type, CultureInfo.InvariantCulture);

    private static string Text(Type type, long number)
    {
        if (type != typeof(TimeSpan))
        {
            return number.ToString("N0", CultureInfo.InvariantCulture);
        }

        var time = TimeSpan.FromTicks(number);
        return time switch
        {
            { Ticks: 0 } => "0",
            { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds} ms"),
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes} min"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays} days"),
        };
    }
}
