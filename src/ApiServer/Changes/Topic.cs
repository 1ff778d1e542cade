namespace Tricorder.ApiServer.Changes;

/// <summary>A kind of live state, narrowed to a scope where it has one: module instances are watched per module.</summary>
internal readonly record struct Topic(TopicKind Kind, string Scope = "")
{
    public static readonly Topic Modules = new(TopicKind.Modules);
    public static readonly Topic Agents = new(TopicKind.Agents);
    public static readonly Topic Events = new(TopicKind.Events);
    public static readonly Topic Status = new(TopicKind.Status);

    public static Topic Instances(string moduleId) => new(TopicKind.Instances, moduleId);
}

internal enum TopicKind
{
    Modules,
    Instances,
    Agents,
    Events,
    Status,
}
