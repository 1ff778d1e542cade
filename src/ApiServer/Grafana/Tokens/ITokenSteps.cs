namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>Is told of each step once it was taken, before the next one. Tests stop the server there, let it fail, or end it.</summary>
internal interface ITokenSteps
{
    Task ReachedAsync(TokenStep step);
}
