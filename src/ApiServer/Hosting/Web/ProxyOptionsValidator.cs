using System.Net;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Hosting.Web;

internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var wrong = ProxyOptions.Split(options.TrustedProxies).Where(text => !IPNetwork.TryParse(text, out _)).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(text => OptionProblem.Describe(
            $"{ProxyOptions.Section}:{nameof(options.TrustedProxies)}", $"has '{text}', which is not a network", "10.0.0.0/8,fd00::/8")));
    }
}
