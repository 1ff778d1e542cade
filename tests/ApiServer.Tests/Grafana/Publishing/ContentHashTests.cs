using System.Text.Json.Nodes;
using Tricorder.ApiServer.Grafana.Publishing;

namespace Tricorder.ApiServer.Tests.Grafana.Publishing;

public class ContentHashTests
{
    [TestCase("""{"b":[1.0,{"d":2}],"a":"x","version":7,"id":3,"n":null}""")]
    [TestCase("""{"a":"x","b":[1,{"d":2e0}]}""")]
    public void Of_WhatSaysTheSame_IsTheSame(string json)
    {
        var made = new JsonObject { ["a"] = "x", ["b"] = new JsonArray(1, new JsonObject { ["d"] = 2.0 }) };

        Assert.That(ContentHash.Of(JsonNode.Parse(json)!.AsObject()), Is.EqualTo(ContentHash.Of(made)));
    }

    [TestCase("""{"a":"x","b":[{"d":2},1]}""")]
    [TestCase("""{"a":"x","b":[1,{"d":"2"}]}""")]
    [TestCase("""{"a":"x","b":[1,{"d":2,"version":1}]}""")]
    [TestCase("""{"a":"x","b":[1,{"d":1e999}]}""")]
    public void Of_WhatSaysSomethingElse_IsNot(string json) => Assert.That(
        ContentHash.Of(JsonNode.Parse(json)!.AsObject()),
        Is.Not.EqualTo(ContentHash.Of(JsonNode.Parse("""{"a":"x","b":[1,{"d":2}]}""")!.AsObject())));
}
