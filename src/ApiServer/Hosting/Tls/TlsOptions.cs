namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>Section <c>Security</c>: certificates. All files are read again when they change.</summary>
internal sealed record TlsOptions
{
    public const string Section = "Security";

    /// <summary>The server's certificate: PEM, the leaf first and what leads to its CA after it, or PFX. Empty: no TLS.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>Its private key in PEM; empty: it is in the certificate's file.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>The password of an encrypted key or PFX.</summary>
    public string CertificatePassword { get; init; } = "";

    /// <summary>A file that has that password.</summary>
    public string CertificatePasswordFile { get; init; } = "";

    /// <summary>PEM bundle of the CAs that sign agents' certificates; empty: agents are not asked for one.</summary>
    public string ClientCaFile { get; init; } = "";

    public bool IsOn => CertificateFile.Length > 0;
}
