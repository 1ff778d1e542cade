using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.ObservabilityDb.Connections;

internal sealed class ObservabilityDbOptionsValidator : IValidateOptions<ObservabilityDbOptions>
{
    private const string Example = "postgresql://tricorder:secret@postgres:5432/tricorder";

    public ValidateOptionsResult Validate(string? name, ObservabilityDbOptions options)
    {
        var problems = new List<string>();
        if (SecretFile.Problem(
                ObservabilityDbOptions.Section, nameof(options.ConnectionString), options.ConnectionString, options.ConnectionStringFile,
                "/run/secrets/pg-url") is { } file)
        {
            problems.Add(file);
        }
        else if (options.IsOn && PostgresAddress.Problem(options.Read()) is { } problem)
        {
            problems.Add(Problem(
                options.ConnectionString.Length > 0 ? nameof(options.ConnectionString) : nameof(options.ConnectionStringFile),
                problem,
                Example));
        }

        if (options.Retention is { } retention && retention <= TimeSpan.Zero)
        {
            problems.Add(Problem(nameof(options.Retention), $"is {retention}, but must be more than zero", "30.00:00:00"));
        }

        if (ResyncIntervals.Problem(ObservabilityDbOptions.Section, options.ResyncInterval, "00:00:15") is { } interval)
        {
            problems.Add(interval);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string Problem(string key, string problem, string example) =>
        OptionProblem.Describe($"{ObservabilityDbOptions.Section}:{key}", problem, example);
}
