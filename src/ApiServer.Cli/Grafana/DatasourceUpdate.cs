using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;
using FieldMask = Google.Protobuf.WellKnownTypes.FieldMask;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana datasource update`.</summary>
internal static class DatasourceUpdate
{
    public static Command Create()
    {
        var datasource = DatasourceFinder.One();
        var fields = new DatasourceFields();
        var rename = OptionKinds.Text("--name", "name", "Another name.");
        var ask = new Option<bool>("--ask-password") { Description = "Ask for the user's new password on the terminal." };
        var command = new ApiCommand(
            "update",
            "Change a datasource, here and in Grafana: what is given, and nothing else.",
            "tricorder grafana datasource update Tricorder --host postgres-2:5432",
            "tricorder grafana datasource update Tricorder --password-file new-password")
        {
            datasource,
            rename,
        };
        fields.AddTo(command);
        command.Options.Add(ask);
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var wanted = await fields.ReadAsync(arguments, cancellationToken);
            wanted.Name = arguments.GetValue(rename) ?? "";
            var mask = new FieldMask();
            foreach (var (option, path) in (ReadOnlySpan<(Option, string)>)
            [
                (rename, "name"), (fields.Type, "type"), (fields.Host, "host"), (fields.Database, "database"), (fields.User, "user"),
                (fields.PasswordFile, "password"), (ask, "password"), (fields.Tables, "tables_name"),
            ])
            {
                if (arguments.GetResult(option) is { Implicit: false })
                {
                    mask.Paths.Add(path);
                }
            }

            if (mask.Paths.Count == 0)
            {
                throw new CliException(ExitCode.WrongUsage, "What should change? Give at least one option, such as --host");
            }

            var current = await DatasourceFinder.FindAsync(session, arguments.GetValue(datasource)!, cancellationToken);
            wanted.Id = current.Id;
            if (arguments.GetValue(ask))
            {
                wanted.Password = SecretInput.Ask(session, $"New password of {(wanted.User.Length > 0 ? wanted.User : current.User)}: ");
            }

            var answer = await session.Client.Grafana.UpdateDatasourceAsync(
                new UpdateDatasourceRequest { Datasource = wanted, UpdateMask = mask }, cancellationToken: cancellationToken);
            session.Printer.Done($"Datasource '{answer.Datasource.Name}' is changed", answer.Datasource.Name, answer);
            return ExitCode.Ok;
        });
    }
}
