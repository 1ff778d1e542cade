using System.CommandLine;
using Grpc.Core;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>What a command does: its exit status is what it returns.</summary>
internal delegate Task<int> CommandBody(Session session, ParseResult arguments, CancellationToken cancellationToken);

/// <summary>A command with examples in its help. Whatever it throws becomes one clear error and an exit status.</summary>
internal sealed class ApiCommand : Command
{
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(30);

    public ApiCommand(string name, string description, params string[] examples)
        : base(name, description) =>
        Examples = examples;

    public IReadOnlyList<string> Examples { get; }

    /// <summary>How long it may take when --timeout does not say; null: as long as it takes.</summary>
    public Func<ParseResult, TimeSpan?> DefaultTimeout { get; set; } = _ => TimeSpan.FromSeconds(30);

    public ApiCommand Runs(CommandBody body)
    {
        SetAction((arguments, cancellationToken) => RunAsync(body, arguments, cancellationToken));
        return this;
    }

    private async Task<int> RunAsync(CommandBody body, ParseResult arguments, CancellationToken cancellationToken)
    {
        using var session = new Session(arguments);
        var limit = arguments.GetValue(GlobalOptions.Timeout) ?? DefaultTimeout(arguments);
        // A timer can not be longer than some weeks; nobody waits that long.
        using var timer = new CancellationTokenSource(limit is { } some && some < MaxTimer ? some : Timeout.InfiniteTimeSpan);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await body(session, arguments, either.Token);
        }
        catch (Exception exception) when (IsCancellation(exception) && cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (IsCancellation(exception) && timer.IsCancellationRequested)
        {
            if (session.HasFollowed)
            {
                // What goes on for ever ends well when it is told to.
                return ExitCode.Ok;
            }

            session.Errors.Print(new CliException(
                ExitCode.Unreachable,
                $"Not done within {TimeText.Format(limit!.Value)}",
                "Give it longer with --timeout, such as --timeout 10m."));
            return ExitCode.Unreachable;
        }
        catch (RpcException exception)
        {
            return session.Errors.Print(exception, session.KnownServer);
        }
        catch (CliException exception)
        {
            return session.Errors.Print(exception);
        }
        catch (OutputException)
        {
            // Its end is the same for all that writes, help included.
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return session.Errors.Print(new CliException(ExitCode.WrongUsage, exception.Message));
        }
        catch (Exception exception)
        {
            return session.Errors.Print(new CliException(
                ExitCode.Failed,
                $"tricorder has a defect: {exception.Message}",
                "Please report it with the command and this:",
                $"{exception}"));
        }
    }

    private static bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled };
}
