using YamlDotNet.RepresentationModel;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>The places of fields in YAML that was read and is no deeper and longer than it may be.</summary>
internal static class YamlLocations
{
    public static IEnumerable<FieldPlace> Of(YamlNode node, string path = "") => node switch
    {
        YamlMappingNode mapping => OfMembers(mapping, path),
        YamlSequenceNode sequence => sequence.Children.SelectMany((item, index) => At(item, item, $"{path}[{index}]")),
        _ => [],
    };

    /// <summary>What a mapping has itself comes before what it merges.</summary>
    private static IEnumerable<FieldPlace> OfMembers(YamlMappingNode mapping, string path)
    {
        var members = mapping.Children.ToLookup(child => child.Key is YamlScalarNode { Value: "<<" });
        foreach (var (key, value) in members[false])
        {
            foreach (var place in At(key, value, FieldLocations.Join(path, (key as YamlScalarNode)?.Value ?? "")))
            {
                yield return place;
            }
        }

        foreach (var (_, value) in members[true])
        {
            foreach (var place in (value as YamlSequenceNode)?.Children.SelectMany(source => Of(source, path)) ?? Of(value, path))
            {
                yield return place;
            }
        }
    }

    private static IEnumerable<FieldPlace> At(YamlNode place, YamlNode value, string path) =>
        Of(value, path).Prepend(new FieldPlace(path, place.Start.Line, place.Start.Column));
}
