namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>Section <c>Web</c>: under which names the web port is known.</summary>
internal sealed record WebOptions
{
    public const string Section = "Web";

    /// <summary>The address people use, such as that of an ingress; empty: none.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>More names the web port answers to. Written as a list, or as one text with commas.</summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    public Uri? PublicUri => PublicUrl.Length == 0 ? null : new Uri(PublicUrl);

    public static IReadOnlyList<string> ReadAllowedHosts(IConfiguration configuration)
    {
        var section = configuration.GetSection($"{Section}:{nameof(AllowedHosts)}");
        return
        [
            .. section.GetChildren().Select(child => child.Value).Prepend(section.Value)
                .SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        ];
    }
}
