using System.Globalization;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>
/// Requests of one address after the other, each an author of its own for a server that takes the tests for a trusted proxy. Addresses of
/// the machine itself would be one author together.
/// </summary>
internal sealed class ManyAuthors : DelegatingHandler
{
    /// <summary>What the server must be started with.</summary>
    public const string Setting = "--Security:TrustedProxies=127.0.0.0/8";

    private const int Addresses = 4;

    private static int _last;

    private ManyAuthors(HttpMessageHandler inner)
        : base(inner)
    {
    }

    public static HttpMessageHandler Handler() => new ManyAuthors(new SocketsHttpHandler());

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = (uint)Interlocked.Increment(ref _last) % Addresses;
        request.Headers.Add("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"10.0.0.{number}"));
        return base.SendAsync(request, cancellationToken);
    }
}
