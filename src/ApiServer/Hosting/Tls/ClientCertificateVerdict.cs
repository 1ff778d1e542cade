using System.Security.Cryptography.X509Certificates;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>
/// What the handshake found out about the client's certificate, a feature of the connection. The handshake itself lets any pass: whoever
/// is refused later gets a status that says why, and is on record.
/// </summary>
/// <param name="Certificate">As the client sent it.</param>
/// <param name="Problem">What is wrong with it, for people; null = nothing.</param>
internal sealed record ClientCertificateVerdict(X509Certificate2 Certificate, string? Problem);
