namespace Tricorder.ApiServer.Cli.Completion;

/// <summary>Shells that can be taught.</summary>
internal enum Shell
{
    Bash,
    Zsh,
    Fish,
}
