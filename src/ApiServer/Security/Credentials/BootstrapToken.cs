using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Security.Open;
using Tricorder.ApiServer.Security.Tokens;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Credentials;

/// <summary>
/// The way in when callers must say who they are and nobody could: a token for an administrator, in a file that only the owner of the
/// process can read. With an identity provider there is another way in, so then it is made at the first start only.
/// </summary>
internal sealed class BootstrapToken(
    TokenDirectory tokens,
    TokenManager manager,
    OpenAccess open,
    IOptions<EndpointsOptions> endpoints,
    StoreDirectory store,
    TimeProvider clock,
    ILogger<BootstrapToken> logger) : IPhaseStep
{
    private const string Name = "bootstrap";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public ProcessPhase Phase => ProcessPhase.Lead;

    public IReadOnlyList<Type> After { get; } = [typeof(CredentialLoader)];

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (!IsNeeded())
        {
            return;
        }

        var secret = TokenSecret.Create();
        var file = Path.Combine(store.Path, "bootstrap-token");

        // The file first: a token that nobody has would keep the next start from making one.
        Write(file, secret);
        var name = tokens.All().Any(token => token.RevokeTime is null && token.Name == Name)
            ? $"{Name}-{secret.Lookup[TokenSecret.Prefix.Length..]}"
            : Name;
        await manager.CreateAsync(new NewToken(name, Role.Admin), secret, (_, _) => { }, Origin.Server, cancellationToken);
        logger.BootstrapTokenWritten(file);
    }

    private bool IsNeeded()
    {
        var now = clock.GetUtcNow();
        var all = tokens.All();
        return !open.IsOpenOn(endpoints.Value.WebAddress)
            && (open.HasIdentityProvider ? all.Count == 0 : !all.Any(token => token.Role == Role.Admin && token.IsLive(now)));
    }

    private static void Write(string file, TokenSecret secret)
    {
        try
        {
            File.Delete(file);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var stream = new FileStream(file, options);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(secret.Text + "\n"));
            stream.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The first administrator's token can not be written to {file}: {e.Message}", e);
        }
    }
}
