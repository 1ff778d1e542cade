using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>What belongs together. The files themselves are read, and found wanting, when the server starts.</summary>
internal sealed class TlsOptionsValidator : IValidateOptions<TlsOptions>
{
    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        var problems = new List<string>();
        if (!options.IsOn)
        {
            NeedsCertificate(problems, nameof(options.KeyFile), options.KeyFile);
            NeedsCertificate(problems, nameof(options.CertificatePassword), options.CertificatePassword);
            NeedsCertificate(problems, nameof(options.CertificatePasswordFile), options.CertificatePasswordFile);
            NeedsCertificate(problems, nameof(options.ClientCaFile), options.ClientCaFile);
        }

        if (options.CertificatePassword.Length > 0 && options.CertificatePasswordFile.Length > 0)
        {
            problems.Add(OptionProblem.Describe(
                Key(nameof(options.CertificatePassword)), "and CertificatePasswordFile say the same thing; give the file", "(empty)"));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    public static string Key(string name) => $"{TlsOptions.Section}:{name}";

    private static void NeedsCertificate(List<string> problems, string name, string value)
    {
        if (value.Length > 0)
        {
            problems.Add(OptionProblem.Describe(
                Key(nameof(TlsOptions.CertificateFile)),
                $"is empty, but {Key(name)} is set and makes no sense without it",
                "/etc/apiserver/tls/tls.crt"));
        }
    }
}
