using System.Text.Json.Nodes;
using Tricorder.ApiServer.Kubernetes.Metadata;

namespace Tricorder.ApiServer.Tests.Kubernetes;

internal sealed class KubernetesObjectTests
{
    [Test]
    public void Of_AnItem_SaysWhatItIsAndKeepsWhatNobodyKnows()
    {
        var item = Of("""{"metadata":{"uid":"u","resourceVersion":"7","managedFields":[1],"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"x","b":"c"}},"future":{"a":[1.50]}}""");

        Assert.That((item!.Uid, item.ResourceVersion), Is.EqualTo(("u", "7")));
        Assert.That(item.Json, Is.EqualTo("""{"metadata":{"uid":"u","resourceVersion":"7","annotations":{"b":"c"}},"future":{"a":[1.50]},"apiVersion":"v1","kind":"Pod"}"""));
    }

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"metadata":{}}""")]
    [TestCase("""{"metadata":{"uid":""}}""")]
    [TestCase("""{"metadata":{"uid":5}}""")]
    [TestCase("""{"metadata":{"uid":"u","annotations":[]},"half":"\ud800"}""")]
    public void Of_WhatIsNoObject_IsNothing(string json) => Assert.That(() => Of(json), Throws.Nothing);

    [Test]
    public void Of_Nul_IsReplaced() => Assert.That(Of("""{"metadata":{"uid":"u"},"a":"x\u0000"}""")!.Json, Does.Not.Contain("u0000").And.Contain("fffd").IgnoreCase);

    private static KubernetesObject? Of(string json) => KubernetesObject.Of(JsonNode.Parse(json), ResourceKind.Pods);
}
