using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>
/// The configured user and password. A pair that Grafana does not accept is not sent again for a while, because Grafana locks a user out
/// for five minutes after five wrong passwords; another one, after the file that has the password changed, is sent at once.
/// </summary>
internal sealed class OperatorLogin(IOptions<GrafanaOptions> options, TimeProvider clock) : IGrafanaAuthority
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(90);

    private readonly FixedAuthority _configured = FixedAuthority.Of(options.Value);
    private volatile Refusal? _refusal;

    public async ValueTask<string> AuthorizeAsync(CancellationToken cancellationToken)
    {
        var value = await _configured.AuthorizeAsync(cancellationToken);
        return _refusal is { } refusal && refusal.Value == value && Pause - clock.GetElapsedTime(refusal.At) is var left
            && left > TimeSpan.Zero
            ? throw new GrafanaException(
                GrafanaFailure.Unauthorized,
                "Grafana does not accept Grafana:User and its password (401). "
                + $"They are tried again in {left.TotalSeconds:0} s, or as soon as they change.")
            : value;
    }

    public ValueTask<bool> RefusedAsync(string authorization, CancellationToken cancellationToken)
    {
        _refusal = new Refusal(authorization, clock.GetTimestamp());
        return ValueTask.FromResult(false);
    }

    private sealed class Refusal(string value, long at)
    {
        public string Value { get; } = value;

        public long At { get; } = at;
    }
}
