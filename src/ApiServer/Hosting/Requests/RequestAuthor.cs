namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>Whose request it is, as a feature of the request. The Security room, which knows who calls, sets it.</summary>
internal sealed record RequestAuthor(string Name)
{
    /// <summary>Whoever nothing is known of are one author together.</summary>
    public static string Of(HttpContext context) => context.Features.Get<RequestAuthor>()?.Name ?? "";
}
