using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Hosting.Endpoints;

namespace Tricorder.ApiServer.Security;

internal sealed class SecurityOptionsValidator(IOptions<EndpointsOptions> endpoints) : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options) =>
        options.RequireAuth == false && !(endpoints.Value.GrpcAddress.IsLoopback && endpoints.Value.WebAddress.IsLoopback)
            ? ValidateOptionsResult.Fail(OptionProblem.Describe(
                $"{SecurityOptions.Section}:{nameof(options.RequireAuth)}",
                "is false, but an endpoint is reachable from other machines: anybody there could run programs as root on every node",
                "true"))
            : ValidateOptionsResult.Success;
}
