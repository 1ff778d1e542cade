using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace Tricorder.ApiServer.Client;

/// <summary>Makes channels to a server: TLS, token, pings and retries as <see cref="ApiServerClientOptions"/> say.</summary>
public static class ApiServerChannel
{
    private const int RetryBuffer = 16 << 20;

    // While a channel waits before it connects again, each attempt of a call fails at once: pauses as short as those between attempts.
    private static readonly TimeSpan ReconnectMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ReconnectMax = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Makes a channel; it connects with its first call. Throws <see cref="ArgumentException"/> for options that can not be used together,
    /// and <see cref="IOException"/> or <see cref="System.Security.Cryptography.CryptographicException"/> for files that can not be read.
    /// </summary>
    public static GrpcChannel Create(ApiServerClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = options.KeepAlivePing,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = Tls(options),
        };
        options.ConfigureHandler?.Invoke(handler);
        return GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            Credentials = Credentials(options),
            UnsafeUseInsecureChannelCallCredentials = true,
            MaxReceiveMessageSize = options.MaxReceiveMessageSize,
            // A call that does not fit is sent once: a module has a few megabytes.
            MaxRetryBufferPerCallSize = RetryBuffer,
            MaxRetryBufferSize = 4 * RetryBuffer,
            MaxRetryAttempts = options.MaxAttempts,
            InitialReconnectBackoff = ReconnectMin,
            MaxReconnectBackoff = ReconnectMax,
            ServiceConfig = Retries(options.MaxAttempts),
        });
    }

    private static SslClientAuthenticationOptions Tls(ApiServerClientOptions options)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = options.ServerName };
        if (options.CertificateAuthorityFile is { } file)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        }

        if (options.ClientCertificateFile is { } certificate)
        {
            var key = options.ClientKeyFile
                ?? throw new ArgumentException(
                    $"The client certificate {certificate} needs {nameof(options.ClientKeyFile)}.", nameof(options));
            tls.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, key)];
        }

        if (options.SkipServerVerification)
        {
#pragma warning disable CA5359 // It is what the option is for.
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return tls;
    }

    private static ChannelCredentials Credentials(ApiServerClientOptions options)
    {
        var isTls = options.Address.Scheme == Uri.UriSchemeHttps;
        var channel = isTls ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure;
        if (options.Token is null && options.TokenFile is null)
        {
            return channel;
        }

        if (!isTls && !options.AllowTokenInClear && !IsLoopback(options.Address))
        {
            throw new ArgumentException(
                $"The token would travel in clear to {options.Address.Host}: use https://, or set {nameof(options.AllowTokenInClear)}.",
                nameof(options));
        }

        return ChannelCredentials.Create(channel, CallCredentials.FromInterceptor(async (context, metadata) =>
        {
            var token = options.Token ?? (await File.ReadAllTextAsync(options.TokenFile!, context.CancellationToken)).Trim();
            metadata.Add("authorization", $"Bearer {token}");
        }));
    }

    private static bool IsLoopback(Uri address) =>
        address.IsLoopback || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));

    private static ServiceConfig? Retries(int maxAttempts) => maxAttempts <= 1 ? null : new ServiceConfig
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = maxAttempts,
                    InitialBackoff = TimeSpan.FromMilliseconds(100),
                    MaxBackoff = TimeSpan.FromSeconds(1),
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };
}
