using System.Text;
using Tricorder.ApiServer.Kubernetes.Metadata;

namespace Tricorder.ApiServer.Tests.Kubernetes;

internal sealed class ListReaderTests
{
    private const string Page = """
        {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"12","continue":"abc","remainingItemCount":3},
         "items":[{"metadata":{"uid":"a"},"items":[[1],{}]}, null, {"metadata":{"uid":"b"},"text":"[{\"}"},{}],
         "more":{"items":[{"metadata":{"uid":"none"}}]}}
        """;

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(1000)]
    public async Task Next_InPiecesOfAnySize_GivesEachItem(int pieceBytes)
    {
        var (uids, page) = await ReadAsync(Page, pieceBytes);

        Assert.That(uids, Is.EqualTo(new[] { "a", "b" }));
        Assert.That((page.Continue, page.ResourceVersion), Is.EqualTo(("abc", "12")));
    }

    [Test]
    public async Task Next_LargeItems_GivesEachItem()
    {
        var items = string.Join(',', Enumerable.Range(0, 5).Select(index => "{\"metadata\":{\"uid\":\"u" + index + "\"},\"a\":\"" + new string('x', 300_000) + "\"}"));

        var (uids, _) = await ReadAsync("{\"items\":[" + items + "],\"metadata\":{}}", 50_000);

        Assert.That(uids, Is.EqualTo(new[] { "u0", "u1", "u2", "u3", "u4" }));
    }

    [TestCase("""{"items":null,"metadata":null}""")]
    [TestCase("""{"items":[],"metadata":{"continue":5}}""")]
    [TestCase("""{"metadata":[]}""")]
    [TestCase("{}")]
    public async Task Next_NoItems_IsTheEnd(string json)
    {
        var (uids, page) = await ReadAsync(json, 3);

        Assert.That((uids.Count, page.Continue, page.ResourceVersion), Is.EqualTo((0, "", "")));
    }

    [TestCase("")]
    [TestCase("""{"items":[{"metadata":{"uid":"a"}}""")]
    [TestCase("""{"items":[{"metadata":{"uid":"a"}}]""")]
    public void Next_CutOff_IsNoList(string json) => Assert.That(async () => await ReadAsync(json, 5), Throws.InstanceOf<System.Text.Json.JsonException>());

    private static async Task<(List<string> Uids, ListReader Page)> ReadAsync(string json, int pieceBytes)
    {
        await using var body = new PieceStream(Encoding.UTF8.GetBytes(json), pieceBytes);
        using var objects = new ObjectReader(ResourceKind.Pods);
        var page = new ListReader(new ResponseBuffer(body, TimeSpan.FromSeconds(10)), objects);
        var uids = new List<string>();
        while (await page.NextAsync(CancellationToken.None) is { } item)
        {
            uids.Add(item.Uid);
        }

        return (uids, page);
    }

    /// <summary>Gives a few bytes at a time, as a network may.</summary>
    private sealed class PieceStream(byte[] bytes, int pieceBytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, pieceBytes)], cancellationToken);
    }
}
