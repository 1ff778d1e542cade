using System.Text.Json;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Events;

/// <summary>
/// What the text of an event is made of, by name, so that it can be said in other languages: <c>module</c>, <c>node</c>, <c>why</c> and so
/// on. Those with the same values are equal.
/// </summary>
internal sealed class EventParameters : IEquatable<EventParameters>
{
    public static readonly EventParameters None = new();

    private readonly (string Name, string Value)[] _values;

    private EventParameters(params (string Name, string Value)[] values) => _values = values;

    public static EventParameters Of(params (string Name, string Value)[] values) => new(values);

    /// <summary>As it is stored.</summary>
    public static EventParameters Parse(string text) => text.Length == 0
        ? None
        : new([.. JsonSerializer.Deserialize<Dictionary<string, string>>(text)!.Select(each => (each.Key, each.Value))]);

    public IEnumerable<(string Name, string Value)> All => _values;

    /// <summary>Empty where there is none of this name.</summary>
    public string this[string name] => _values.FirstOrDefault(each => each.Name == name).Value ?? "";

    public EventParameters With(string name, string value) => new([.. _values.Where(each => each.Name != name), (name, value)]);

    public EventParameters Without(string name) => new([.. _values.Where(each => each.Name != name)]);

    public EventParameters Only(string name) => new([.. _values.Where(each => each.Name == name)]);

    /// <summary>Much of it was written by agents and callers.</summary>
    public EventParameters Bounded() =>
        new([.. _values.Select(each => (each.Name, EventText.Cut(Redaction.Of(HarmlessText.Lines(each.Value)), EventText.MessageLimit)))]);

    public bool Equals(EventParameters? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as EventParameters);

    public override int GetHashCode() => _values.Aggregate(0, (hash, each) => HashCode.Combine(hash, each));

    /// <summary>As JSON; empty where there are none.</summary>
    public override string ToString() =>
        _values.Length == 0 ? "" : JsonSerializer.Serialize(_values.ToDictionary(each => each.Name, each => each.Value));
}
