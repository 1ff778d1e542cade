using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>Whether a context can be used, as far as that can be told without asking its server.</summary>
internal static class ConfigCheck
{
    /// <summary>Throws with everything that is wrong.</summary>
    public static void Check(ConfigContext context, string directory)
    {
        if (!ServerUri.TryParse(context.Server, out var address))
        {
            throw new CliException(
                ExitCode.WrongUsage,
                $"Context '{context.Name}' needs the address of a server",
                "Give --server, such as --server https://apiserver:50051.");
        }

        var missing = new (string Option, string? File)[]
        {
            ("--token-file", context.TokenFile), ("--ca-file", context.CaFile),
            ("--client-certificate-file", context.ClientCertificateFile), ("--client-key-file", context.ClientKeyFile),
        }.Where(one => one.File is not null && !File.Exists(Path.Combine(directory, one.File)))
            .Select(one => $"{one.Option}: there is no {one.File}").ToList();
        if (context.ClientCertificateFile is null != context.ClientKeyFile is null)
        {
            missing.Add("--client-certificate-file and --client-key-file need each other");
        }

        if (missing.Count > 0)
        {
            throw new CliException(ExitCode.WrongUsage, $"Context '{context.Name}' can not be used", missing);
        }

        try
        {
            if (context.CaFile is { } authorities && !HasCertificate(Path.Combine(directory, authorities)))
            {
                throw new CryptographicException($"There is no certificate in {authorities}");
            }

            // Reads the certificates, and refuses what does not go together.
            using var client = new ApiServerClient(context.ToOptions(directory) with { Address = address });
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            throw UnusableSettings.Of(exception, $"context '{context.Name}'");
        }
    }

    private static bool HasCertificate(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0;
    }
}
