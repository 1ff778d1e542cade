using System.Text.Json;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Tests.Events;

public sealed class ChangeTextTests
{
    [Test]
    public void Value_Differs_IsTold() =>
        Assert.That(
            new ChangeText().Value("revision", 2, 3).Value("name", "a", "a").ToString(), Is.EqualTo("""{"revision":{"from":2,"to":3}}"""));

    [Test]
    public void Nothing_Differs_IsEmpty() =>
        Assert.That(new ChangeText().Value("name", "a", "a").Body("panel", "", null).ToString(), Is.Empty);

    [Test]
    public void Body_Differs_IsToldByDigestAlone()
    {
        var text = new ChangeText().Body("ebpf.source", "int secret_source;", "int x;").ToString();

        using var json = JsonDocument.Parse(text);
        Assert.That(json.RootElement.GetProperty("ebpf.source").GetProperty("to").GetProperty("bytes").GetInt32(), Is.EqualTo(6));
        Assert.That(
            json.RootElement.GetProperty("ebpf.source").GetProperty("from").GetProperty("sha256").GetString(), Has.Length.EqualTo(64));
        Assert.That(text, Does.Not.Contain("secret_source"));
    }

    [Test]
    public void Values_WithSecretsInThem_LoseThemAndStayJson()
    {
        var labels = new SortedDictionary<string, string> { ["db-password"] = "hunter2", ["zone"] = "a" };

        var text = new ChangeText().Value("labels", null, labels).Value("description", "", "password=\"hunter2\" and more").ToString();

        using var json = JsonDocument.Parse(text);
        Assert.That(text, Does.Not.Contain("hunter2"));
        Assert.That(json.RootElement.GetProperty("labels").GetProperty("to").GetProperty("zone").GetString(), Is.EqualTo("a"));
    }

    [Test]
    public void Everything_TooLong_NamesTheFields()
    {
        var change = new ChangeText();
        for (var i = 0; i < 40; i++)
        {
            change.Value("f" + i, "", new string('x', 300));
        }

        Assert.That(change.ToString(), Does.StartWith("""{"fields":["f0","f1",""").And.Length.LessThan(ChangeText.Limit));
    }
}
