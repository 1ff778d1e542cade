using System.Text;
using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Tests.Kubernetes;

internal sealed class ObjectReaderTests
{
    [Test]
    public void Read_AnItem_SaysWhatItIsAndKeepsWhatNobodyKnows()
    {
        var item = Read(
            """{"metadata":{"uid":"u","resourceVersion":"7","managedFields":[1],"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"x","b":"c"}},"future":{"a":[1.50]}}""");

        Assert.That((item!.Uid, item.ResourceVersion), Is.EqualTo(("u", "7")));
        Assert.That(TextOf(item), Is.EqualTo(
            """{"metadata":{"uid":"u","resourceVersion":"7","annotations":{"b":"c"}},"future":{"a":[1.50]},"apiVersion":"v1","kind":"Pod"}"""));
    }

    [TestCase(
        """{"kind":"Pod","apiVersion":"v1","metadata":{"uid":"u","labels":{"a/b":"ü\n\u00e9"}},"n":12345678901234567890.10,"e":1e400,"z":[ {} , null ]}""")]
    [TestCase("""{"apiVersion":"v2","kind":"Other","metadata":{"annotations":[1],"uid":"u"},"a":{"metadata":{"managedFields":1}}}""")]
    [TestCase("""{"apiVersion":"v1","kind":"Pod","metadata":{"uid":"u","annotations":null},"path":"C:\\u0000"}""")]
    public void Read_WhatNeedsNoChange_IsAsGiven(string json) => Assert.That(TextOf(Read(json)!), Is.EqualTo(json));

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"metadata":null}""")]
    [TestCase("""{"metadata":{}}""")]
    [TestCase("""{"metadata":{"uid":""}}""")]
    [TestCase("""{"metadata":{"uid":5}}""")]
    [TestCase("""{"metadata":{"uid":"\ud800"}}""")]
    [TestCase("""{"metadata":{"uid":"u","annotations":{"half\ud800":"a"}}}""")]
    public void Read_WhatHasNoIdentity_IsNothing(string json) => Assert.That(Read(json), Is.Null);

    [TestCase("""a\u0000""", """a\ufffd""")]
    [TestCase("""\u0000\u0000""", """\ufffd\ufffd""")]
    [TestCase("""\\\u0000""", """\\\ufffd""")]
    [TestCase("""\\u0000\\\\u0000""", """\\u0000\\\\u0000""")]
    public void Read_Nul_IsReplaced(string given, string kept) =>
        Assert.That(TextOf(Read($$"""{"metadata":{"uid":"u"},"a":"{{given}}"}""")!), Does.Contain($"\"a\":\"{kept}\""));

    [Test]
    public void Read_OneAfterAnother_EachIsItsOwn()
    {
        using var reader = new ObjectReader(ResourceKind.Pods);

        var first = reader.Read("""{"metadata":{"uid":"first"},"kind":"K","apiVersion":"v"}"""u8)!;
        var second = reader.Read("""{"metadata":{"resourceVersion":"2"}}"""u8);

        Assert.That(
            (TextOf(first), second), Is.EqualTo(("""{"metadata":{"uid":"first"},"kind":"K","apiVersion":"v"}""", (KubernetesObject?)null)));
    }

    [Test]
    public void Read_OnlySomeFields_NothingElseIsKept()
    {
        using var reader = new ObjectReader(ResourceKind.Pods with
        {
            Only = new Dictionary<string, string[]>
            {
                ["metadata"] = ["uid", "resourceVersion"],
                ["spec"] = ["nodeName"],
                ["status"] = ["phase"],
            },
        });

        var item = reader.Read(
            """{"kind":"Pod","metadata":{"name":"n","uid":"u","resourceVersion":"7"},"spec":{"uid":"no","nodeName":{"a":1},"more":[{}]},"status":null,"x":1}"""u8)!;

        Assert.That((item.Uid, item.ResourceVersion), Is.EqualTo(("u", "7")));
        Assert.That(
            TextOf(item), Does.StartWith("""{"metadata":{"uid":"u","resourceVersion":"7"},"spec":{"nodeName":{"a":1}},"status":null"""));
    }

    private static KubernetesObject? Read(string json)
    {
        using var reader = new ObjectReader(ResourceKind.Pods);
        return reader.Read(Encoding.UTF8.GetBytes(json));
    }

    private static string TextOf(KubernetesObject item) => Encoding.UTF8.GetString(item.Json);
}
