using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.Kubernetes.Processes;

namespace Tricorder.ApiServer.Tests.Kubernetes.Processes;

public class PodContainersTests
{
    [Test]
    public void Read_RunningContainersOfAllKinds_WithTheirPod()
    {
        var (node, running) = Read("""
            {"metadata":{"name":"web"},"spec":{"nodeName":"n"},"status":{"qosClass":"Guaranteed",
             "containerStatuses":[{"name":"a","containerID":"containerd://1","state":{"running":{}}},{"name":"b","containerID":"containerd://2","state":{"terminated":{}}}],
             "initContainerStatuses":[{"name":"c","containerID":"containerd://3","state":{"running":{}}}],
             "ephemeralContainerStatuses":[{"name":"d","containerID":"cri-o://4","state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}]}}
            """);

        Assert.That(node, Is.EqualTo("n"));
        Assert.That(running.Select(container => container.Name), Is.EqualTo(new[] { "a", "c", "d" }));
        Assert.That(
            (running[0].Id, running[0].PodUid, running[0].PodName, running[0].QosClass),
            Is.EqualTo(("containerd://1", "uid", "web", "Guaranteed")));
    }

    [TestCase("""{}""")]
    [TestCase("""{"spec":null,"status":[]}""")]
    [TestCase("""{"spec":{"nodeName":7},"status":{"containerStatuses":[{"containerID":"containerd://1","state":{"running":{}}}]}}""")]
    [TestCase("""{"spec":{"nodeName":"n"},"status":{"containerStatuses":{"a":1}}}""")]
    [TestCase(
        """{"spec":{"nodeName":"n"},"status":{"containerStatuses":[null,1,{"containerID":"","state":{"running":{}}},{"containerID":"no-scheme","state":{"running":{}}},{"state":"running"}]}}""")]
    public void Read_NothingThatRuns_IsNone(string pod) => Assert.That(Read(pod).Running, Is.Empty);

    private static (string NodeName, IReadOnlyList<ApiServer.Agents.Containers.Container> Running) Read(string json) =>
        PodContainers.Read(new KubernetesObject("uid", "1", System.Text.Encoding.UTF8.GetBytes(json)));
}
