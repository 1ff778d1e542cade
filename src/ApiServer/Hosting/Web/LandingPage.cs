using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Hosting.Configuration;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>What is at <c>/</c>: what a build without the Web UI has instead.</summary>
internal static class LandingPage
{
    public static RequestDelegate For(IOptions<ClusterOptions> cluster)
    {
        var text = $"""
            API Server {CommandLineAnswer.Version}, cluster {cluster.Value.Name}.

            There is no web UI in this build; `make build` makes one that has it. Here are:
              /v1/...    the API as REST with JSON, for example /v1/modules, /v1/agents, /v1/status
              /tricorder.apiserver.v1.*  the same API as grpc-web
              /healthz   200 while the process lives
              /readyz    200 while it serves
              /metrics   for Prometheus

            """;
        return context => PlainText.WriteAsync(context, text);
    }
}
