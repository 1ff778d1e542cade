using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Security.Agents;

internal sealed class AgentIdentityOptionsValidator(IConfiguration configuration) : IValidateOptions<AgentIdentityOptions>
{
    private const string Off = "Off";

    public ValidateOptionsResult Validate(string? name, AgentIdentityOptions options)
    {
        var problems = new List<string>();
        if (CertificateNodePattern.Parse(options.AgentCertificateNode) is null)
        {
            problems.Add(OptionProblem.Describe(
                Key(nameof(options.AgentCertificateNode)),
                $"is '{options.AgentCertificateNode}', which is not CN=, DNS= or URI= and a text with one {{node}} in it",
                "DNS={node}.agents.example.com"));
        }

        if (!LegacyNetworks.TryParse(options.LegacyAgents, out _, out var wrong))
        {
            problems.Add(OptionProblem.Describe(
                Key(nameof(options.LegacyAgents)), $"has '{wrong}', which is not 'loopback', 'never' or a network", "10.0.0.0/8,fd00::/8"));
        }

        if (options.AgentServiceAccount.Length > 0)
        {
            if (options.AgentServiceAccount.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                problems.Add(OptionProblem.Describe(
                    Key(nameof(options.AgentServiceAccount)),
                    $"is '{options.AgentServiceAccount}', which is not namespace/name",
                    "tricorder/agent"));
            }

            if (string.Equals(configuration["Kubernetes:Mode"], Off, StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(OptionProblem.Describe(
                    "Kubernetes:Mode", $"is Off, but {Key(nameof(options.AgentServiceAccount))} needs it", "InCluster"));
            }

            if (options.AgentAudience.Length == 0)
            {
                problems.Add(OptionProblem.Describe(Key(nameof(options.AgentAudience)), "is empty", "tricorder-apiserver"));
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string Key(string name) => $"{SecurityOptions.Section}:{name}";
}
