using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Api;

internal sealed class RequestKeysTests
{
    [Test]
    public void Of_SameRequest_IsTheSameWhateverTheOrderOfMaps()
    {
        var first = RequestKeys.Of(Request(("a", "1"), ("b", "2")), "local");
        var again = RequestKeys.Of(Request(("b", "2"), ("a", "1")), "local");

        Assert.That(again.Hash, Is.EqualTo(first.Hash));
        Assert.That((again.Method, again.Id), Is.EqualTo(("CreateModule", "r1")));
    }

    [Test]
    public void Of_AnotherRequest_HasAnotherHash() =>
        Assert.That(
            RequestKeys.Of(Request(("a", "2")), "local").Hash,
            Is.Not.EqualTo(RequestKeys.Of(Request(("a", "1")), "local").Hash));

    [Test]
    public void Of_AnotherId_HasTheSameHashAndLeavesTheRequestAlone()
    {
        var request = Request(("a", "1"));
        var first = RequestKeys.Of(request, "local");
        Assert.That(request.RequestId, Is.EqualTo("r1"));
        request.RequestId = "r2";

        Assert.That(RequestKeys.Of(request, "local").Hash, Is.EqualTo(first.Hash));
    }

    [Test]
    public void Of_IdTooLong_IsRefused()
    {
        var request = new V1.CreateModuleRequest { RequestId = new string('r', 129) };

        var refused = Assert.Throws<InvalidArgumentException>(() => RequestKeys.Of(request, "local"));

        Assert.That(refused.Violations.Single().Field, Is.EqualTo("request_id"));
    }

    private static V1.CreateModuleRequest Request(params (string Key, string Value)[] labels)
    {
        var module = new V1.Module { Name = "n" };
        foreach (var (key, value) in labels)
        {
            module.Labels[key] = value;
        }

        return new V1.CreateModuleRequest { Module = module, RequestId = "r1" };
    }
}
