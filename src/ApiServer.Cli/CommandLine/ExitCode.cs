namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>What the exit status means; scripts rely on it.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int NotFound = 3;
    public const int Denied = 4;
    public const int Unreachable = 5;
    public const int Conflict = 6;
    public const int Degraded = 7;
    public const int Different = 8;
    public const int Interrupted = 130;

    public const string Help =
        """
        Exit status: 0 done · 1 failed · 2 wrong usage or manifest · 3 not found · 4 not allowed · 5 server unreachable, or out of time ·
        6 somebody else changed it, or the name is taken · 7 settled, but failed on some agents · 8 differences found · 130 interrupted
        """;
}
