using System.Text;
using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Hosting.Requests;
using Tricorder.ApiServer.Hosting.Web;

namespace Tricorder.ApiServer.Tests.Hosting;

internal sealed class WebFailuresTests
{
    [Test]
    public async Task InvokeAsync_BodyThatComesTooSlowly_SaysSo()
    {
        var clock = new FakeTimeProvider();
        var silent = new System.IO.Pipelines.Pipe();
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext();
        context.Request.Body = silent.Reader.AsStream();
        context.Request.ContentLength = 1024 * 1024;
        context.Response.Body = answer;
        using var buffer = new RestBuffer();
        using var memory = new MemoryReturn(clock);
        using var budget = new RequestBudget(memory, clock);
        using var leave = new RestLeave(budget, new MethodLimits(RequestKind.Call, 2 * 1024 * 1024, null), "user:a");
        var failures = new WebFailures(
            async context => await RestBody.ReadAsync(context.Request, buffer, 2 * 1024 * 1024, leave, clock, default),
            NullLogger<WebFailures>.Instance);
        var call = failures.InvokeAsync(context);

        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(call.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await call.WaitAsync(TimeSpan.FromSeconds(30));

        using var status = JsonDocument.Parse(Encoding.UTF8.GetString(answer.ToArray()));
        Assert.That(context.Response.StatusCode, Is.EqualTo(StatusCodes.Status408RequestTimeout));
        Assert.That(status.RootElement.GetProperty("code").GetInt32(), Is.EqualTo((int)StatusCode.DeadlineExceeded));
        Assert.That(status.RootElement.GetProperty("message").GetString(), Does.Contain("256 KiB a second"));
        Assert.That(status.RootElement.GetProperty("details")[0].GetProperty("reason").GetString(), Is.EqualTo("BODY_TOO_SLOW"));
    }
}
