using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using Tricorder.ApiServer.Tests.Wasm;

namespace Tricorder.ApiServer.Tests.Samples;

internal sealed class TcpConnectTests
{
    private WasmHost _host = null!;

    [SetUp]
    public async Task LoadAsync() =>
        _host = new WasmHost(
            await WasmTools.CompileAsync(SampleFiles.ReadText("tcp-connect", "tcp_connect.c"), "tcp_connect"), "tcp_connect");

    [TearDown]
    public void Unload() => _host.Dispose();

    [Test]
    public void Process_Event_OneDocument() =>
        Assert.That(Encoding.UTF8.GetString(_host.Process(new ConnectEvent().ToBytes())), Is.EqualTo(
            """{"pid":4711,"tid":4712,"uid":1000,"comm":"curl","daddr":"192.0.2.7","dport":443,"result":0,"latency_ns":41250}"""));

    [Test]
    public void Process_LargestValues_Whole()
    {
        var data = Process(new ConnectEvent
        {
            LatencyNs = ulong.MaxValue,
            Pid = uint.MaxValue,
            Uid = uint.MaxValue,
            Destination = IPAddress.Broadcast,
            Result = int.MinValue,
            Port = ushort.MaxValue,
            Comm = [.. Enumerable.Repeat((byte)1, 16)],
        });

        Assert.That(data.GetProperty("latency_ns").GetUInt64(), Is.EqualTo(ulong.MaxValue));
        Assert.That(data.GetProperty("pid").GetUInt32(), Is.EqualTo(uint.MaxValue));
        Assert.That(data.GetProperty("daddr").GetString(), Is.EqualTo("255.255.255.255"));
        Assert.That(data.GetProperty("dport").GetInt32(), Is.EqualTo(65_535));
        Assert.That(data.GetProperty("result").GetInt32(), Is.EqualTo(int.MinValue));
        Assert.That(data.GetProperty("comm").GetString(), Is.EqualTo(new string('\u0001', 16)));
    }

    [Test]
    public void Process_PaddedByThePerfBuffer_SameDocument()
    {
        var traced = new ConnectEvent().ToBytes();

        Assert.That(_host.Process([.. traced, 1, 2, 3, 4]), Is.EqualTo(_host.Process(traced)));
    }

    [Test]
    public void Process_EmptyOrTruncated_SaysSo()
    {
        var traced = new ConnectEvent().ToBytes();
        for (var length = 0; length < traced.Length; length++)
        {
            Assert.That(Encoding.UTF8.GetString(_host.Process(traced.AsSpan(0, length))), Is.EqualTo(
                $$"""{"error":"event too short","bytes":{{length}},"expected":48}"""));
        }
    }

    private static IEnumerable<TestCaseData> HostileNames()
    {
        TestCaseData Case(string name, byte[] comm, string expected) => new TestCaseData(comm, expected).SetArgDisplayNames(name);
        yield return Case("quote and backslash", "\",\\\"}{"u8.ToArray(), "\",\\\"}{");
        yield return Case("control characters", [1, 9, 10, 13, 27, 31, 127], "\u0001\t\n\r\u001b\u001f\u007f");
        yield return Case("empty", [], "");
        yield return Case("text after NUL", [0x61, 0, 0x62], "a");
        yield return Case("no NUL", "0123456789abcdef"u8.ToArray(), "0123456789abcdef");
        yield return Case("UTF-8", "é€😀"u8.ToArray(), "é€😀");
        yield return Case("cut off inside a character", [.. "0123456789abc"u8, 0xf0, 0x9f, 0x98], "0123456789abc\ufffd\ufffd\ufffd");
        yield return Case("not UTF-8", [0xff, 0x80, 0x41], "\ufffd\ufffdA");
        yield return Case("overlong", [0xc0, 0x80, 0xe0, 0x80, 0xaf], "\ufffd\ufffd\ufffd\ufffd\ufffd");
        yield return Case("surrogate", [0xed, 0xa0, 0x80], "\ufffd\ufffd\ufffd");
        yield return Case("beyond Unicode", [0xf4, 0x90, 0x80, 0x80], "\ufffd\ufffd\ufffd\ufffd");
        yield return Case("last character of Unicode", [0xf4, 0x8f, 0xbf, 0xbf], "\U0010ffff");
    }

    [TestCaseSource(nameof(HostileNames))]
    public void Process_HostileComm_JsonAllTheSame(byte[] comm, string expected) =>
        Assert.That(Process(new ConnectEvent { Comm = comm }).GetProperty("comm").GetString(), Is.EqualTo(expected));

    [Test]
    public void Process_RandomBytes_AlwaysStrictJson() =>
        Gen.Byte.Array[0, 64].Sample(
            traced =>
            {
                var output = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(_host.Process(traced));
                using var document = JsonDocument.Parse(output);
                return !output.Contains("\\u0000", StringComparison.Ordinal)
                    && document.RootElement.TryGetProperty("error", out _) == traced.Length < 48;
            },
            iter: 5_000,
            threads: 1);

    [Test]
    public void Process_ManyEvents_MemoryDoesNotGrow()
    {
        var traced = new ConnectEvent().ToBytes();
        _host.Process(traced);
        var before = _host.Memory.GetLength();
        for (var i = 0; i < 10_000; i++)
        {
            _host.Process(traced);
        }

        Assert.That(_host.Memory.GetLength(), Is.EqualTo(before));
    }

    [Test]
    public void Function_BuffersNeverFreed_MemoryDoesNotGrow()
    {
        _host.Process(new ConnectEvent().ToBytes());
        var before = _host.Memory.GetLength();
        for (var i = 0; i < 10_000; i++)
        {
            _host.CallWith("malloc_input_buf", 48);
            _host.Set("set_input_buf_len", 48);
            _host.RunFunction();
        }

        Assert.That(_host.Memory.GetLength(), Is.EqualTo(before));
    }

    [Test]
    public void Function_MoreThanThereIsMemory_ReadsNothing()
    {
        Assert.That(_host.CallWith("malloc_input_buf", -1), Is.Zero);
        Assert.That(_host.Call("get_input_buf_cap"), Is.Zero);
        _host.Set("set_input_buf_len", -1);
        _host.RunFunction();

        Assert.That(_host.Call("get_input_buf_len"), Is.Zero);
        var output = _host.Memory.ReadString(_host.Call("get_output_buf"), _host.Call("get_output_buf_len"));
        Assert.That(output, Is.EqualTo("""{"error":"event too short","bytes":0,"expected":48}"""));
    }

    [Test]
    public void Function_LengthBeyondCapacity_Capped()
    {
        _host.CallWith("malloc_input_buf", 10);
        _host.Set("set_input_buf_len", 1_000_000);

        Assert.That(_host.Call("get_input_buf_len"), Is.EqualTo(10));
    }

    [Test]
    public void Buffers_NothingAllocated_Empty()
    {
        _host.Free("free_input_buf");
        _host.Free("free_output_buf");
        _host.Free("free_output_buf");

        Assert.That(_host.Call("get_input_buf_len"), Is.Zero);
        Assert.That(_host.Call("get_output_buf_len"), Is.Zero);
        Assert.That(_host.Call("get_output_buf_cap"), Is.Zero);
    }

    private JsonElement Process(ConnectEvent traced) => JsonElement.Parse(_host.Process(traced.ToBytes()));
}
