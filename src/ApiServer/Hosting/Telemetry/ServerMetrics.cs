using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Configuration;
using Tricorder.ApiServer.Hosting.Tls;

namespace Tricorder.ApiServer.Hosting.Telemetry;

/// <summary>Which server this is, and until when its certificate is good.</summary>
internal sealed class ServerMetrics
{
    public ServerMetrics(IMeterFactory meters, IOptions<TlsOptions> tls, TlsFiles files)
    {
        var meter = meters.Create(MetricsExport.MeterName);
        meter.CreateObservableGauge(
            "build_info",
            () => new Measurement<int>(
                1,
                new("version", CommandLineAnswer.Version),
                new KeyValuePair<string, object?>("runtime", RuntimeInformation.FrameworkDescription)),
            unit: null,
            "Always 1; the labels tell which build runs.");
        meter.CreateObservableGauge(
            "certificate_expiration_timestamp_seconds",
            () => tls.Value.IsOn ? [new Measurement<double>(End(files))] : Array.Empty<Measurement<double>>(),
            "s",
            "When the server's certificate ends, in seconds since 1970. Absent without TLS.");
    }

    private static double End(TlsFiles files) => (files.Server.Leaf.NotAfter.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
}
