using System.Text;
using Tricorder.ApiServer.Ebpf;

namespace Tricorder.ApiServer.Tests.Ebpf;

internal sealed class EventSamplesTests
{
    [TestCase("struct event { u32 a; };", "struct event", 4)]
    [TestCase("struct event { u8 a; u64 b; u8 c; };", "struct event", 24)]
    [TestCase("struct event { u8 a; u64 b; u8 c; } __attribute__((packed));", "struct event", 10)]
    [TestCase("struct __attribute__((packed)) event { u8 a; u64 b; };", "struct event", 9)]
    [TestCase("typedef struct { char name[TASK_COMM_LEN]; int x; } event_t;", "event_t", 20)]
    [TestCase("typedef u64 stamp_t; struct event { stamp_t t[2]; void *p; };", "struct event", 24)]
    [TestCase("struct in { u16 a; }; struct event { struct in i[3]; u32 b; };", "struct event", 12)]
    [TestCase("struct event { union { u32 a; u64 b; }; u8 c; };", "struct event", 16)]
    [TestCase("enum kind { A, B = 4, C }; struct event { enum kind k; u8 x[C]; };", "struct event", 12)]
    [TestCase("struct event { unsigned long long a; unsigned int b, c[2]; };", "struct event", 24)]
    [TestCase("#define N 4\nstruct event { u8 m[N * 2][sizeof(u32)]; };", "struct event", 32)]
    [TestCase("struct event { struct in6_addr a; __be16 p; };", "struct event", 20)]
    [TestCase("struct event { u32 pid; unsigned __int128 saddr; u16 port; };", "struct event", 48)]
    [TestCase("struct event { unsigned wide x; };", "struct event", 0)]
    [TestCase("struct event { u8 a; } __attribute__((aligned(8)));", "struct event", 0)]
    [TestCase("enum kind { A, B, }; struct event { enum kind k; char text[TASK_COMM_LEN + 4]; };", "struct event", 24)]
    [TestCase("struct event { struct sk_buff b; };", "struct event", 0)]
    [TestCase("struct event { u32 a : 3; };", "struct event", 0)]
    [TestCase("struct event { u8 a[UNKNOWN]; };", "struct event", 0)]
    [TestCase("struct event { u8 a[1 << 30]; };", "struct event", 0)]
    public void Layout_OfTheSubmittedStructure_IsTheCompilers(string declarations, string type, int size)
    {
        var source = $"{declarations}\nBPF_PERF_OUTPUT(events);\nint f(void *ctx) {{ {type} e = {{}}; "
            + $"events.perf_submit(ctx, &e, sizeof(e)); return 0; }}";

        Assert.That(EventSamples.LayoutOf(source, "events")?.Size ?? 0, Is.EqualTo(size));
    }

    [TestCase("struct event *e = pool.lookup(&zero); if (!e) { return 0; } events.perf_submit(ctx, e, sizeof(*e));")]
    [TestCase("struct event e, *unused; events.perf_submit(ctx, &e, sizeof(struct event));")]
    public void Layout_HoweverItIsHeld_IsFound(string body) => Assert.That(
        EventSamples.LayoutOf(
            $"struct event {{ u64 a; }};\nBPF_PERF_OUTPUT(events);\nint f(void *ctx) {{ {body} return 0; }}", "events")?.Size,
        Is.EqualTo(8));

    [TestCase("if (ctx) { struct b y = {}; h.update(&k, &y); return 0; } struct a y = {};")]
    [TestCase("struct a y = {}; if (ctx) { struct b y = {}; h.update(&k, &y); }")]
    [TestCase("if (ctx) { struct a { u64 x[2]; } z; } struct a y = {};")]
    [TestCase("for (struct b y = {}; ; ) { break; } struct a y = {};")]
    [TestCase("typedef struct a here_t; { typedef struct b here_t; here_t z = {}; } here_t y = {};")]
    public void Layout_SameNameInTwoBlocks_IsThatInScope(string body) => Assert.That(
        EventSamples.LayoutOf("struct a { u64 x[7]; };\nstruct b { u64 x[10]; };\nBPF_PERF_OUTPUT(events);\n"
            + $"int f(void *ctx) {{ u32 k = 0; {body} events.perf_submit(ctx, &y, sizeof(y)); return 0; }}", "events")?.Size,
        Is.EqualTo(56));

    [Test]
    public void Make_Fields_ArePlausible()
    {
        const string source = """
            struct event { u64 time_ns; u32 pid; u16 port; char comm[16]; bool ok; };
            BPF_PERF_OUTPUT(events);
            int f(void *ctx) { struct event e = {}; events.perf_submit(ctx, &e, sizeof(e)); return 0; }
            """;
        var layout = EventSamples.LayoutOf(source, "events")!;

        var (first, second) = (EventSamples.Make(layout, 0), EventSamples.Make(layout, 1));

        Assert.That(BitConverter.ToUInt64(second, 0), Is.GreaterThan(BitConverter.ToUInt64(first, 0)));
        Assert.That((BitConverter.ToUInt32(first, 8), BitConverter.ToUInt16(first, 12)), Is.EqualTo((1000, 443)));
        Assert.That(Encoding.ASCII.GetString(second, 14, 16).TrimEnd('\0'), Is.EqualTo("comm-2"));
    }
}
