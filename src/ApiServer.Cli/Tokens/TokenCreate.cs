using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Config;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Tokens;

/// <summary>`token create`: the secret alone on standard output, all words about it on standard error.</summary>
internal static class TokenCreate
{
    public static Command Create()
    {
        var name = new Argument<string>("name")
        {
            Description = "Name of the token: 1 to 63 letters, digits, '_', '.', '-'. Events name it as the actor token:NAME.",
        };
        var role = OptionKinds.ApiChoice<Role>("--role", "What its bearer may do; agent is for agents to join with, and for nothing else.");
        role.Required = true;
        var expires = OptionKinds.Time("--expires", "How long it works, such as 30d. Usual: until it is revoked.");
        var nodes = OptionKinds.Count(
            "--max-nodes", "With --role agent: how many different nodes may join with it. Usual: any number.", 100_000);
        var command = new ApiCommand(
            "create",
            "Create an API token. Its secret is printed this once; the server does not keep it.",
            "tricorder token create ci --role deployer --expires 90d",
            "tricorder token create nodes --role agent --max-nodes 50 > join-token",
            "tricorder token create grafana --role viewer -o json | jq -r .secret")
        {
            name, role, expires, nodes,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var request = new CreateTokenRequest
            {
                Name = arguments.GetValue(name),
                Role = arguments.GetValue(role),
                MaxNodes = arguments.GetValue(nodes) ?? 0,
                ExpireTime = arguments.GetValue(expires) is { } time ? Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow + time) : null,
            };
            var answer = await session.Client.Tokens.CreateTokenAsync(request, cancellationToken: cancellationToken);
            if (session.Printer.Format is OutputFormat.Json or OutputFormat.Yaml)
            {
                session.Printer.Print(answer);
                return ExitCode.Ok;
            }

            var until = answer.Token.ExpireTime is { } end ? $"until {end.ToDateTimeOffset():yyyy-MM-dd HH:mm}Z" : "until it is revoked";
            session.Terminal.Error.WriteLine($"Token '{answer.Token.Name}' works as {EnumText.Of(answer.Token.Role)} {until}.");
            session.Terminal.Error.WriteLine($"Its secret is not shown again; use it as {ServerFinder.TokenVariable}:");
            session.Terminal.Out.WriteLine(answer.Secret);
            return ExitCode.Ok;
        });
    }
}
