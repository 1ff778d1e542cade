using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana datasource create`.</summary>
internal static class DatasourceCreate
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Name in Grafana, unique there." };
        var fields = new DatasourceFields();
        fields.Type.DefaultValueFactory = _ => "postgres";
        fields.Host.Required = true;
        var uid = OptionKinds.Text("--uid", "uid", "Grafana's uid of it. Usual: chosen by the server.");
        var noPassword = new Option<bool>("--no-password") { Description = "The user needs no password." };
        var command = new ApiCommand(
            "create",
            "Create a datasource in Grafana. The user's password is asked for on a terminal; elsewhere --password-file tells it.",
            "tricorder grafana datasource create Tricorder --host postgres:5432 --database tricorder --user reader",
            "pass show reader | tricorder grafana datasource create Tricorder --host postgres:5432 --database tricorder "
            + "--user reader --password-file -",
            "tricorder grafana datasource create Metrics --type prometheus --host http://prometheus:9090")
        {
            name,
        };
        fields.AddTo(command);
        command.Options.Add(noPassword);
        command.Options.Add(uid);
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var wanted = await fields.ReadAsync(arguments, cancellationToken);
            wanted.Name = arguments.GetValue(name);
            wanted.Uid = arguments.GetValue(uid) ?? "";
            if (wanted.User.Length > 0 && arguments.GetValue(fields.PasswordFile) is null && !arguments.GetValue(noPassword))
            {
                wanted.Password = SecretInput.Ask(session, $"Password of {wanted.User}: ");
            }

            var answer = await session.Client.Grafana.CreateDatasourceAsync(
                new CreateDatasourceRequest { Datasource = wanted }, cancellationToken: cancellationToken);
            session.Printer.Done($"Datasource '{wanted.Name}' is created", answer.Datasource.Name, answer);
            return ExitCode.Ok;
        });
    }
}
