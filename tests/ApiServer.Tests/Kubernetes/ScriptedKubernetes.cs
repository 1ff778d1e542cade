using System.Net;
using System.Text;
using k8s;

namespace Tricorder.ApiServer.Tests.Kubernetes;

/// <summary>Stands behind the client of Kubernetes: lists are empty, and a watch is answered as the test says.</summary>
internal sealed class ScriptedKubernetes(Func<HttpResponseMessage> watch) : DelegatingHandler
{
    private int _lists;

    public int Lists => Volatile.Read(ref _lists);

    public k8s.Kubernetes Client() => new(new KubernetesClientConfiguration { Host = "http://kubernetes.test" }, this);

    public static HttpResponseMessage Answer(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Query.Contains("watch=true", StringComparison.Ordinal))
        {
            return Task.FromResult(watch());
        }

        Interlocked.Increment(ref _lists);
        return Task.FromResult(Answer("""{"kind":"PodList","metadata":{"resourceVersion":"5"},"items":[]}"""));
    }
}
