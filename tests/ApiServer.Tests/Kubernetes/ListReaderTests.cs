using System.Text;
using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Tests.Kubernetes;

internal sealed class ListReaderTests
{
    private const string Page = """
        {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"12","continue":"abc","remainingItemCount":3},
         "items":[{"metadata":{"annotations":{"x":"y"},"uid":"a","labels":{}},"items":[[1],{}],"status":{"a":{}}}, null, {"metadata":{"uid":"b"},"text":"[{\"}"},{}],
         "more":{"items":[{"metadata":{"uid":"none"}}]}}
        """;

    [Test]
    public async Task Next_InPiecesOfAnySize_GivesEachItem([Range(1, 60)] int pieceBytes)
    {
        var (uids, page, texts) = await ReadAsync(Page, pieceBytes);

        Assert.That(uids, Is.EqualTo(new[] { "a", "b" }));
        Assert.That((page.Continue, page.ResourceVersion), Is.EqualTo(("abc", "12")));
        Assert.That(texts[0], Is.EqualTo(
            """{"metadata":{"annotations":{"x":"y"},"uid":"a","labels":{}},"items":[[1],{}],"status":{"a":{}},"apiVersion":"v1","kind":"Pod"}"""));
    }

    [Test]
    public async Task Next_LargeItems_GivesEachItem()
    {
        var items = string.Join(',', Enumerable.Range(0, 5)
            .Select(index => "{\"metadata\":{\"uid\":\"u" + index + "\"},\"a\":\"" + new string('x', 300_000) + "\"}"));

        var (uids, _, _) = await ReadAsync("{\"items\":[" + items + "],\"metadata\":{}}", 50_000);

        Assert.That(uids, Is.EqualTo(new[] { "u0", "u1", "u2", "u3", "u4" }));
    }

    [TestCase("""{"items":null,"metadata":null}""")]
    [TestCase("""{"items":[],"metadata":{"continue":5}}""")]
    [TestCase("""{"metadata":[]}""")]
    [TestCase("{}")]
    public async Task Next_NoItems_IsTheEnd(string json)
    {
        var (uids, page, _) = await ReadAsync(json, 3);

        Assert.That((uids.Count, page.Continue, page.ResourceVersion), Is.EqualTo((0, "", "")));
    }

    [TestCase("")]
    [TestCase("""{"items":[{"metadata":{"uid":"a"}}""")]
    [TestCase("""{"items":[{"metadata":{"uid":"a"}}]""")]
    public void Next_CutOff_IsNoList(string json) =>
        Assert.That(async () => await ReadAsync(json, 5), Throws.InstanceOf<System.Text.Json.JsonException>());

    private static async Task<(List<string> Uids, ListReader Page, List<string> Texts)> ReadAsync(string json, int pieceBytes)
    {
        await using var body = new PieceStream(Encoding.UTF8.GetBytes(json), pieceBytes);
        using var objects = new ObjectReader(ResourceKind.Pods);
        var page = new ListReader(new ResponseBuffer(body, TimeSpan.FromSeconds(10)), objects);
        var (uids, texts) = (new List<string>(), new List<string>());
        while (await page.NextAsync(CancellationToken.None) is { } item)
        {
            uids.Add(item.Uid);
            texts.Add(Encoding.UTF8.GetString(item.Json));
        }

        return (uids, page, texts);
    }

    /// <summary>Gives a few bytes at a time, as a network may.</summary>
    private sealed class PieceStream(byte[] bytes, int pieceBytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, pieceBytes)], cancellationToken);
    }
}
