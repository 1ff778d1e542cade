using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Configuration;
using Tricorder.ApiServer.Hosting.Endpoints;

namespace Tricorder.ApiServer.Hosting.Startup;

/// <summary>
/// Finds the one line that tells an operator why the server does not start; null for a defect, which deserves its stack trace.
/// </summary>
internal static partial class StartupFailure
{
    public static string? Describe(Exception e) => e switch
    {
        StartupException or UnavailableException => e.Message,
        OptionsValidationException invalid => string.Join("; also: ", invalid.Failures),
        AggregateException several when several.InnerExceptions.All(inner => Describe(inner) is not null) =>
            string.Join("; also: ", several.InnerExceptions.Select(Describe)),
        InvalidOperationException => NotConvertible(e.Message),
        _ => null,
    };

    /// <summary>A port that can not be had. Kestrel binds the endpoints in order, so the number bound tells which one failed.</summary>
    public static StartupException? ToBind(Exception e, IServer server, EndpointsOptions options)
    {
        if (e is not IOException { InnerException: AddressInUseException } and not SocketException)
        {
            return null;
        }

        var failedGrpc = BoundAddresses.Bound(server).Count == 0;
        var (key, address, example) = failedGrpc
            ? ("Endpoints:Grpc", options.Grpc, "127.0.0.1:0")
            : ("Endpoints:Web", options.Web, "127.0.0.1:0");
        var problem = $"is {address}, and listening there failed: {e.GetBaseException().Message}";
        return new StartupException(OptionProblem.Describe(key, problem, example), e);
    }

    /// <summary>The configuration binder's own complaint, which names the key, the text and the type.</summary>
    private static string? NotConvertible(string message)
    {
        if (Conversion().Match(message) is not { Success: true } match)
        {
            return null;
        }

        var key = match.Groups["key"].Value;
        return OptionProblem.Describe(
            key,
            $"is '{match.Groups["value"].Value}', but must be {SettingTypes.Describe(match.Groups["type"].Value)}",
            KeyCatalogue.Shipped.Example(key));
    }

    [GeneratedRegex(
        @"^Failed to convert configuration value '(?<value>.*)' at '(?<key>[^']*)' to type '(?<type>[^']*)'",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Conversion();
}
