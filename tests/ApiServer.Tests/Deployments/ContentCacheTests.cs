using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Deployments.Delivery;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Tests.Modules;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class ContentCacheTests
{
    private const int Size = 100;

    private readonly Dictionary<string, List<TaskCompletionSource<ModuleContent?>>> _loads = [];
    private ContentCache _cache = null!;

    [SetUp]
    public void SetUp()
    {
        _loads.Clear();
        _cache = new ContentCache(
            (moduleId, _, _) => Loads(moduleId, loads =>
            {
                loads.Add(new TaskCompletionSource<ModuleContent?>());
                return loads[^1].Task;
            }),
            Options.Create(new DeploymentOptions { ContentCacheBytes = 2 * Size }));
    }

    [Test]
    public async Task LoadAsync_ManyAtOnce_IsLoadedOnce()
    {
        var both = Task.WhenAll(LoadAsync("a"), LoadAsync("a"));
        await FinishAsync("a", 0);

        var contents = await both;

        Assert.That(contents[0], Is.SameAs(contents[1]));
        Assert.That(Count("a"), Is.EqualTo(1));
    }

    [Test]
    public async Task LoadAsync_EvictedWhileItLoadsAndAskedForAgain_IsCountedOnce()
    {
        // A regression: both loads were counted, and the cache held less from then on.
        var first = LoadAsync("a");
        foreach (var other in new[] { "b", "c", "d" })
        {
            var loaded = LoadAsync(other);
            await FinishAsync(other, 0);
            await loaded;
        }

        var second = LoadAsync("a");
        await FinishAsync("a", 0);
        await first;
        await FinishAsync("a", 1);
        await second;

        Assert.That(LoadAsync("d").IsCompletedSuccessfully, Is.True, "there is room for two");
        Assert.That(LoadAsync("c").IsCompletedSuccessfully, Is.False, "but not for three");
    }

    [Test]
    public async Task LoadAsync_LoadFailed_IsTriedAgain()
    {
        var failed = LoadAsync("a");
        await Storage.Eventually.TrueAsync(() => Count("a") == 1, "it loads");
        Loads("a", loads => loads[0].TrySetException(new IOException("busy")));
        Assert.ThrowsAsync<IOException>(() => failed);

        var again = LoadAsync("a");
        await FinishAsync("a", 1);

        Assert.That((await again).Content.Wasm.Binary.Length, Is.EqualTo(Size));
    }

    [Test]
    public async Task Forget_DeletedModule_LeavesItsRoomToOthers()
    {
        foreach (var module in new[] { "deleted", "b" })
        {
            var loaded = LoadAsync(module);
            await FinishAsync(module, 0);
            await loaded;
        }

        _cache.Forget("deleted");
        var c = LoadAsync("c");
        await FinishAsync("c", 0);
        await c;

        Assert.That(_cache.Find("deleted", 1), Is.Null);
        Assert.That(_cache.Find("b", 1), Is.Not.Null, "it would have gone first, if nothing else had");
    }

    [Test]
    public async Task Forget_WhileItLoads_IsNotKept()
    {
        var loading = LoadAsync("deleted");
        await Storage.Eventually.TrueAsync(() => Count("deleted") == 1, "it loads");

        _cache.Forget("deleted");
        await FinishAsync("deleted", 0);
        await loading;

        Assert.That(_cache.Find("deleted", 1), Is.Null);
    }

    [TestCase(null, 100L, ExpectedResult = 8L)]
    [TestCase(null, 512L, ExpectedResult = 32L)]
    [TestCase(null, 1_000_000L, ExpectedResult = 256L)]
    [TestCase(1L, 512L, ExpectedResult = 1L)]
    public long Size_Mebibytes_IsAShareOfTheLimitWhereNothingIsConfigured(long? configured, long limit) =>
        ContentCacheSize.Of(configured << 20, limit << 20) >> 20;

    private Task<DeployedContent> LoadAsync(string moduleId) => _cache.LoadAsync(moduleId, 1, CancellationToken.None);

    private async Task FinishAsync(string moduleId, int load)
    {
        await Storage.Eventually.TrueAsync(() => Count(moduleId) > load, "it loads");
        var content = Drafts.Valid().Content;
        Loads(moduleId, loads => loads[load].TrySetResult(content with
        {
            Ebpf = content.Ebpf with { Source = "", Object = default },
            Wasm = content.Wasm with { Source = "", Binary = new byte[Size] },
        }));
    }

    private int Count(string moduleId) => Loads(moduleId, loads => loads.Count);

    private T Loads<T>(string moduleId, Func<List<TaskCompletionSource<ModuleContent?>>, T> use)
    {
        lock (_loads)
        {
            if (!_loads.TryGetValue(moduleId, out var loads))
            {
                _loads[moduleId] = loads = [];
            }

            return use(loads);
        }
    }
}
