using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Hosting.Tls;

namespace Tricorder.ApiServer.Hosting.Endpoints;

internal sealed class EndpointsOptionsValidator(IOptions<TlsOptions> tls) : IValidateOptions<EndpointsOptions>
{
    public ValidateOptionsResult Validate(string? name, EndpointsOptions options)
    {
        var defaults = new EndpointsOptions();
        var problems = new List<string>();
        Check(
            problems, nameof(options.Grpc), options.Grpc, defaults.Grpc,
            nameof(options.GrpcAllowInsecure), options.GrpcAllowInsecure || tls.Value.IsOn);
        Check(
            problems, nameof(options.Web), options.Web, defaults.Web,
            nameof(options.WebAllowInsecure), options.WebAllowInsecure || tls.Value.IsOn);
        if (problems.Count == 0 && options.WebAddress is { Port: > 0 } web && web == options.GrpcAddress)
        {
            problems.Add(OptionProblem.Describe("Endpoints:Web", $"is {web}, as is Endpoints:Grpc; they need a port each", defaults.Web));
        }

        if (options.MaxConnections is < 1 or > 1_000_000)
        {
            problems.Add(OptionProblem.Describe(
                "Endpoints:MaxConnections", $"is {options.MaxConnections}, but must be from 1 to 1000000", $"{defaults.MaxConnections}"));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(List<string> problems, string key, string text, string example, string permission, bool permitted)
    {
        key = $"{EndpointsOptions.Section}:{key}";
        if (!EndpointAddress.TryParse(text, out var address, out var problem))
        {
            problems.Add(OptionProblem.Describe(key, $"is '{text}' and {problem}", example));
        }
        else if (!address.IsLoopback && !permitted)
        {
            var way = $"set Security:CertificateFile, or --{EndpointsOptions.Section}:{permission}=true to allow that, or stay on loopback";
            problems.Add(OptionProblem.Describe(key, $"is {address}, reachable from other machines without TLS; {way}", example));
        }
    }
}
