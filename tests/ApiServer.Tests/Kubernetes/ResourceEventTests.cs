using System.Text;
using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Tests.Kubernetes;

internal sealed class ResourceEventTests
{
    [TestCase("""{"type":"DELETED","object":{"metadata":{"uid":"u","resourceVersion":"5"}}}""")]
    [TestCase("""{"object":{"metadata":{"uid":"u","resourceVersion":"5"}},"type":"DELETED"}""")]
    [TestCase(
        """{"more":{"type":"ADDED"},"type":"DELETED","object":{"metadata":{"uid":"u","resourceVersion":"5"},"type":"x"},"object2":[]}""")]
    public void Read_AChange_InAnyOrder(string line)
    {
        var change = Read(line);

        Assert.That((change.Object?.Uid, change.IsDeletion, change.ResourceVersion), Is.EqualTo(("u", true, "5")));
    }

    [Test]
    public void Read_ABookmark_IsAPosition() =>
        Assert.That(
            Read("""{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"9"}}}"""),
            Is.EqualTo(ResourceEvent.OfPosition("9")));

    [TestCase(410)]
    [TestCase(504, Description = "the position is ahead of a store that was restored")]
    public void Read_PositionThatIsNotKnown_IsThrown(int code) =>
        Assert.That(
            () => Read($$$"""{"type":"ERROR","object":{"code":{{{code}}},"kind":"Status"}}"""),
            Throws.InstanceOf<ResourceExpiredException>());

    [Test]
    public void Read_AnErrorWithAPause_IsThrownWithIt() =>
        Assert.That(
            () => Read("""{"type":"ERROR","object":{"code":429,"message":"slow down","details":{"retryAfterSeconds":12}}}"""),
            Throws.InstanceOf<KubernetesAnswerException>()
                .With.Property(nameof(KubernetesAnswerException.RetryAfter))
                .EqualTo(TimeSpan.FromSeconds(12)));

    [Test]
    public void Read_AnotherError_IsThrownWithItsMessage() =>
        Assert.That(
            () => Read("""{"type":"ERROR","object":{"code":500,"message":"etcd is down"}}"""),
            Throws.InstanceOf<HttpRequestException>().With.Message.EqualTo("etcd is down"));

    [TestCase("""{"type":"FUTURE","object":{"metadata":{"uid":"u"}}}""")]
    [TestCase("""{"type":"ADDED","object":{"metadata":{"name\ud800":"u","uid":"u"}}}""")]
    [TestCase("""{"type":"ADDED","object":[]}""")]
    [TestCase("""{"type":"ADDED"}""")]
    [TestCase("""{}""")]
    public void Read_WhatHasNoObject_ChangesNothing(string line) =>
        Assert.That((Read(line).Object, Read(line).ResourceVersion), Is.EqualTo(((KubernetesObject?)null, "")));

    private static ResourceEvent Read(string line)
    {
        using var objects = new ObjectReader(ResourceKind.Pods);
        return ResourceEvent.Read(Encoding.UTF8.GetBytes(line), objects);
    }
}
