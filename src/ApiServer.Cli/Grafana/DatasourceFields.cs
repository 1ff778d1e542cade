using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>
/// The options of what a datasource is like. A password is read from a file, from standard input or from the terminal,
/// never from an option.
/// </summary>
internal sealed class DatasourceFields
{
    public Option<string?> Type { get; } = OptionKinds.Text("--type", "plugin", "Grafana's plugin id, such as postgres or prometheus.");

    public Option<string?> Host { get; } = OptionKinds.Text(
        "--host", "host:port", "Where Grafana reaches the database, such as postgres:5432; of prometheus its URL.");

    public Option<string?> Database { get; } = OptionKinds.Text("--database", "name", "Name of the database.");

    public Option<string?> User { get; } = OptionKinds.Text("--user", "name", "User of the database; one that can only read is enough.");

    public Option<string?> PasswordFile { get; } = OptionKinds.Text(
        "--password-file", "file", "File with the user's password in its first line; - reads standard input.");

    public Option<string[]> Tables { get; } = new("--table")
    {
        Description = "Name of a table that it serves; may be repeated.",
        HelpName = "name",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Type, Host, Database, User, PasswordFile, Tables])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was given, as a datasource; its password as far as a file names it.</summary>
    public async Task<Datasource> ReadAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var given = new Datasource
        {
            Type = arguments.GetValue(Type) ?? "",
            Host = arguments.GetValue(Host) ?? "",
            Database = arguments.GetValue(Database) ?? "",
            User = arguments.GetValue(User) ?? "",
            TablesName = { arguments.GetValue(Tables) ?? [] },
        };
        if (arguments.GetValue(PasswordFile) is { } file)
        {
            given.Password = await SecretInput.ReadAsync(file, cancellationToken);
        }

        return given;
    }
}
