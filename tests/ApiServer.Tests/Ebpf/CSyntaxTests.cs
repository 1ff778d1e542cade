using Tricorder.ApiServer.Ebpf;
using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Ebpf;

/// <summary>What no header could make right is an error where it stands; what compilers take is none.</summary>
internal sealed class CSyntaxTests
{
    private static readonly string[] Programs =
    [
        "int old(a, b) int a; char *b; { return a; }",
        "f(struct pt_regs *ctx) { return 0; }",
        "static inline __attribute__((always_inline)) int h(u32 a, u32 b) { return a > b ? a : b; } int f(void *ctx) { return h(1, 2); }",
        "static __always_inline u64 h(void) { return bpf_ktime_get_ns(); }\nvoid f(struct pt_regs *ctx) { h(); }",
        "int a(void *c) { return 0; } int b(void *c) { return 0; } int d(void *c) { return 0; }",
        "BPF_HASH(a, u32);\nBPF_HASH(b, struct foo, u64 *, 1024);\nBPF_PERF_OUTPUT(c);\nint f(void *x) { return 0; }",
        "typedef struct { u32 a; } event; int f(void *c) { event event = {}; return event.a; } "
        + "int g(void *c) { event event = {}; return event.a; }",
        "BPF_TABLE(\"lru_hash\", struct foo_t, u64[4], names, 10 * 1024);",
        "BPF_ARRAY(a, unsigned long long, 256); BPF_PERCPU_ARRAY(b, struct x, 1); BPF_LPM_TRIE(c, struct k);",
        "TRACEPOINT_PROBE(raw_syscalls, sys_enter) { u64 id = args->id; if (id != 1) return 0; return 0; }",
        "KFUNC_PROBE(do_unlinkat, int dfd, struct filename *name) { return 0; }\nKRETFUNC_PROBE(x, int a, int ret) { return ret; }",
        "RAW_TRACEPOINT_PROBE(sched_switch) { struct task_struct *p = (struct task_struct *)ctx->args[1]; return p->pid; }",
        "LSM_PROBE(bpf, int cmd, union bpf_attr *uattr, unsigned int size) { return 0; }",
        "MODULE_KFUNC_PROBE(zfs, zpl_read, struct kiocb *k) { return 0; }",
        "typedef struct { u32 a; } event_t;\n"
        + "int f(void *c) { event_t e = {}, *p = &e; p->a = (u32)(u64)c; return sizeof(event_t) + sizeof e; }",
        "int f(void *c) { sock_t *sk = (sock_t *)c, other; foo_t x, *y; bar_t const *z; return sk == 0; }",
        "int f(struct pt_regs *ctx, const char __user *const __user *argv, void __rcu *p) { return 0; }",
        "int f(void *c) { u8 *p = ({ u8 *q = c; q + 1; }); return *p; }",
        "int f(void *c) { switch (*(int *)c) { case 0: case 1 ... 5: return 1; case (6): { break; } default: return 2; } return 0; }",
        "struct p { int x, y; }; struct p t[] = { [0] = { 1, 2 }, [1 ... 3] = { .x = 1, .y = 2, }, { y: 3 }, };",
        "int f(void *c) { int a = c ?: 1, b = a ? 1, 2 : 3; a = b = 4, b += a << 2; return !a && ~b || -a; }",
        "int f(void *c) { asm volatile(\"r0 = %0\" : : \"r\"(c) : \"r0\"); __asm__(\"\"); return 0; }",
        "int f(void *c) { typeof(c) d = c; __typeof__(*(int *)d) e = 1; "
        + "return __builtin_offsetof(struct x, a.b[1]) + offsetof(struct y, z); }",
        "int f(void *c) { int i; for (i = 0; i < 4; i++) ; for (;;) break; do i--; while (i); while (i) { continue; } return 0; }",
        "int f(void *c) { if (c) goto out; else if (!c) { } else return 1;\nout:\n  return 0; }",
        "int f(void *c) { again: ; return 0; end: }",
        "int f(void *c) { u32 key = 0; u64 *v = counts.lookup_or_try_init(&key, &(u64){0}); if (v) (*v)++; "
        + "counts.atomic_increment(key, 2); return 0; }",
        "int f(struct pt_regs *ctx) { u64 a = PT_REGS_PARM1(ctx); struct x *x = container_of((void *)a, struct x, m.n); "
        + "return BPF_CORE_READ(x, a, b); }",
        "int f(void *c) { list_for_each_entry(p, &head, list) { bpf_trace_printk(\"%d %s\\n\", 1, \"a\" \"b\"); } return 0; }",
        "struct __attribute__((packed)) a { u8 x : 3, : 5; union { u32 y; u8 z[4]; }; struct { int q; } n[2]; "
        + "enum { A, B = 1 << 2, } e; u32 last };",
        "enum kind { K_A = 1, K_B, }; struct kinds { enum kind k; } __packed; struct x __attribute__((aligned(8))) y;",
        "int (*handler)(int, void *); typedef int (*fn_t)(int); static fn_t table[2] = { 0, (fn_t)0 }; extern int g(int[static 2], ...);",
        "_Static_assert(sizeof(int) == 4, \"int\"); const char name[] = \"a\" \"b\"; "
        + "int f(void *c) { _Static_assert(1, \"x\"); return 0; };",
        "#define SHOW(fmt, ...) bpf_trace_printk(fmt, ##__VA_ARGS__)\nint f(void *c) { SHOW(\"a\"); SHOW(\"%d\", 1); return 0; }",
        "#define SHOW(fmt, args...) bpf_trace_printk(fmt, ##args)\nint f(void *c) { SHOW(\"a\"); SHOW(\"%d\", 1, 2); return 0; }",
        "#define FIELD(p, m) p##m\nint f(void *c) { int FIELD(, x) = 1; return x; }",
        "#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 0, 0)\nint f(void *c) { return 0 +; }\n#endif",
        "int f(void *c) { _Pragma(\"unroll\") for (int i = 0; i < 3; i++) { }\n#pragma unroll\nfor (int i = 0; i < 3; i++) { } return 0; }",
        "int f(void *c) { u64 a = 0x10ULL + 010 + 0b11 + 1e3 + 'a'; return L'x' + u8\"x\"[0]; }",
        "int f(void *c) { struct a *b = c; *b = (struct a){ .x = 1 }; return ((struct a *)c)->x + (*b).x + b->y[1].z; }",
        "int f(void *c) { int key; return (int)key * (key) - (key) & (u8)key; }",
        "u32 *pointers[4], (*matrix)[2]; int f(void *c) { return pointers[0][1] - -1 + + +1; }",
        "int f(void *c) { if (unlikely(!c)) return 0; __sync_fetch_and_add((u64 *)c, 1); "
        + "return min_t(u32, 1, 2) + max_t(struct x *, c, c); }",
        "int f(void *c) { int count = 1; loff_t o = (loff_t)(u64)count; x_t p = (x_t)(void *)c; return (y_t)({ 1; }) + (z_t)++count; }",
        "int f(void *c) { return (a_t)(b_t)(d_t *)c == (a_t)(b_t)c; } int g(void *c) { loff_t o = 1; return (o)+(u64)c; }",
        "struct x { foo_t (*fn)(int); foo_t (*t[4])(void); }; int g(foo_t (*c)(void), foo_t (*)(int)); typedef foo_t (*fn_t)(int);",
        "foo_t (*fp)(int); static foo_t (*gp)(int) = 0; foo_t (*make(int a))(void) { return 0; }",
        "int f(void *c) { foo_t (*fp)(int) = 0; foo_t (*ap)[3]; return sizeof(foo_t (*)(int)) + (*(foo_t (*)[3])c)[1]; }",
        "int f(void *c) { get(*(int *)c)[0]++; call(*p)[1]++; return 0; }",
        "int f(void *arg) { foo_t *t __attribute__((unused)) = arg; foo_t *u __maybe_unused = arg; return 0; }",
        "struct a { u64 __val __aligned(8); u32 __x __attribute__((aligned(4))); u64 *__p __packed; char __user *__q; };",
        "int f(void *y) { return (__force u32)y + *(u32 *)(__user void *)y + sizeof(__user foo_t *) + (__force foo_t)y; }",
        "typedef struct a a;\ntypedef struct a { int x; } a;\ntypedef struct a { int x; } a __packed;\nstruct b { int x; } a;",
        "typedef struct { u32 x; } foo;\nint g(int foo);\nint f(void *c) { foo *p = c; foo x, y; return (foo *)c == p && (foo)1; }",
        "typedef u32 foo; struct o { int (*fn)(int foo); foo a; }; int f(int (*g)(int foo), foo x) { foo y = x; "
        + "return (foo)1 + sizeof(foo *); }",
        "int cbf(void (*)(int)); int cbg(void (*)(int), int (*(*)(int))(void), void (int), u32 (*[3])(void), int (*__fn)(int));",
        "\uFEFFint f(void *c) { return 0; }",
        "int f(void *c) { char *a = \"y\" __stringify(x), *b = __stringify(x) \"y\" PRI; return g(\"a\" STR(x) \"b\"); }",
        "struct __packed __aligned(4) foo { int x; }; struct __attribute__((packed)) __aligned(4) { int y; } v; struct __foo *w;",
        "int f(void *c) { return *(foo_t[]){1} + g((foo_t[2]){ 1, 2 }); }",
        "BPF_PROG(f, struct sock *sk) { return 0; }\nBPF_PROG(g, struct sock *sk) { return 0; }",
        "static struct foo_t *make(u32 a, foo_t b);\nfoo_t\nreal(void *ctx)\n{ return 0; }",
        "static __always_inline __maybe_unused int g(int a) { return a; }\n__always_inline static int h(void) { return 1; }\n"
        + "noinline static foo_t k(void) { return 1; }",
        "struct s { unsigned long __unused[4]; u32 __x; int __used; }; extern int x; static DECLARE_BITMAP(bits, 64);",
        "#define PACKED __attribute__((packed))\n#define EXPORT __attribute__((visibility(\"default\")))\n"
        + "struct PACKED x { u32 a; };\nEXPORT static inline int g(void) { return 1; }",
        "#define LOG(fmt, ...) bpf_trace_printk(fmt __VA_OPT__(,) __VA_ARGS__)\nint f(void *c) { LOG(\"a\"); LOG(\"%d\", 1); return 0; }",
        "#define CAT_(a, b) a##b\n#define CAT(a, b) CAT_(a, b)\nint CAT(f, __COUNTER__)(void *c) { return __LINE__; }\n"
        + "int CAT(f, __COUNTER__)(void *c) { return sizeof(__FILE__); }",
        "#define INNER(x) ((x) + 1)\n#define OUTER INNER\n#define TWICE(m, x) m(m(x))\n"
        + "int f(void *c) { return OUTER(1) + TWICE(OUTER, 2); }",
        "#define LOG(fmt, ...) g(fmt, ##__VA_ARGS__)\nint f(void *c) {\n  LOG(\"a\",\n#ifdef NOT_THERE\n    1,\n#else\n    2,\n"
        + "#endif\n    3);\n  return 0; }",
        "int f(void *c) { asm volatile goto(\"jmp %l0\" : : : : out); "
        + "asm(\"%[a]\" : [a] \"+r\"(c), \"=m\"(c) : \"i\"(3) : \"memory\"); return 1; out: return 0; }",
        "int f(void *c) { void *t[] = { &&one, &&two }; goto *t[1]; one: return 1; two: return 0[\"x\"]; }",
        "int f(void *c) { _Atomic(int) a; typeof(struct x *) b; typeof(c) d; return _Generic(c, int: 1, struct x *: 2, default: 0); }",
        "int f(struct pt_regs * __attribute__((unused)), int g) { l: __attribute__((unused)) goto l; "
        + "__attribute__((fallthrough)); return 0; }",
        "int f(void *c) <% int a<:2:> = <% 1, 2 %>; return a<:0:>; %>\n%:define X 1\nint g(void) { return X; }",
        "int f(void *c) { u64 a = 0XFLLU + 0B1u + 1llu + 1LU + 00; double d = 1. + .5 + 1.e-3f + 0x1.8p1 + 0x.8P-3L + 08.5 + 3i + 1.0i; "
        + "return 'ab' + '\\x41' + '\\377'; }",
        "int f(void *c) { switch (1) { case 1: while (c) { if (c) continue; break; } break; default: break; } "
        + "list_for_each(p, h) { break; } return 0; }",
        "int f(void *c) { int strcut = 1, retrun = 2; retrun = strcut; return strcut * retrun; } struct x { int cahr, whlie; };",
        "typedef int strcut; strcut *g(strcut y) { strcut z = 1; return (strcut *)&z; }",
        "long long int a; int long b; long unsigned int long c; char unsigned d; short unsigned int e; long double g; "
        + "double _Complex h; int volatile static i;",
        "#if (1 + 2) * 3 == 9 && ~0 && !(0) && 1 ? 2 : 3\n#if defined(X) || defined Y || UNKNOWN(1, 2) || UNKNOWN == 2\n#endif\n#endif\n"
        + "#if __has_include(<x.h>)\n#endif\nint f(void *c) { return 0; }",
        "#define M0() 1\n#define M1(a) a\n#define MV(a, ...) 1\n#define MG(a, b...) 1\n"
        + "int f(void *c) { return M0() + M1() + M1((1, 2)) + MV(1) + MV(1, 2, 3) + MG(1); }",
    ];

    [TestCaseSource(nameof(Programs))]
    public void Read_WhatCompilersTake_IsNoProblem(string source) => Assert.That(BccProgram.Read(source).Problems, Is.Empty);

    [TestCase("int f(void *c) { char *a = \"x\"\n  g(1);\n}", 1, 31, "';'")]
    [TestCase("int f(void *c) { return (a_t)(u32); }", 1, 35, "before ';'")]
    [TestCase("int broken() { return 1 +;}", 1, 26, "expression before ';'")]
    [TestCase("int a;\nint f(void *c) {\n  int x = 1\n  return x;\n}", 3, 12, "';' after this declaration")]
    [TestCase("int a;\nint f(void *c) {\n  g(1)\n  return x;\n}", 3, 7, "';' after this statement")]
    [TestCase("int a;\nint f(void *c) {\n  return\n}", 4, 1, "expression before '}'")]
    [TestCase("int f(void *c) { int x = 1 y = 2; }", 1, 27, "';'")]
    [TestCase("int f(void *c) { int x y; }", 1, 23, "';'")]
    [TestCase("int f(void *c) { x = = 1; }", 1, 22, "before '='")]
    [TestCase("int f(void *c) { x == == 1; }", 1, 23, "before '=='")]
    [TestCase("int f(void *c) { if (x && && y) return 1; }", 1, 27, "before '&&'")]
    [TestCase("int f(void *c) { if x) return 1; }", 1, 22, "does not match")]
    [TestCase("int f(void *c) { if x return 1; }", 1, 21, "expected '('")]
    [TestCase("int f(void *c) { if () return 1; }", 1, 22, "before ')'")]
    [TestCase("int f(void *c) { if (c) }", 1, 25, "statement before '}'")]
    [TestCase("int f(void *c) { if (c) { } else { } else { } }", 1, 38, "no 'if'")]
    [TestCase("int f(void *c) { for (int i = 0; i < 3) { } }", 1, 39, "';'")]
    [TestCase("int f(void *c) { while () { } }", 1, 25, "before ')'")]
    [TestCase("int f(void *c) { do { } return 0; }", 1, 24, "'while'")]
    [TestCase("int f(void *c) { do { } while (0) return 0; }", 1, 34, "';'")]
    [TestCase("int f(void *c) { g(1,, 2); }", 1, 22, "before ','")]
    [TestCase("int f(void *c) { g(1 2); }", 1, 22, "before '2'")]
    [TestCase("int f(void *c) { a.; }", 1, 20, "name of a member")]
    [TestCase("int f(void *c) { a->b c; }", 1, 22, "';'")]
    [TestCase("int f(void *c) { x = a ? b; }", 1, 27, "':'")]
    [TestCase("int f(void *c) { u32 t[2] = { 1 2 }; }", 1, 32, "','")]
    [TestCase("int f(void *c) { struct a x = { .b 1 }; }", 1, 36, "'='")]
    [TestCase("int f(void *c) { switch (1) { case 1 return 0; } }", 1, 38, "':'")]
    [TestCase("int f(void *c) { x = 08; }", 1, 22, "no number")]
    [TestCase("int f(void *c) { x = 12ab; }", 1, 22, "no number")]
    [TestCase("int f(void *c) { @ }", 1, 18, "before '@'")]
    [TestCase("int f(void *c) { if (c) int x = 1; }", 1, 25, "braces")]
    [TestCase("int f(void *c, ) { return 0; }", 1, 16, "parameter before ')'")]
    [TestCase("int f(void *c int d) { return 0; }", 1, 15, "before 'int'")]
    [TestCase("struct a { int x int y; };", 1, 17, "';'")]
    [TestCase("struct a { int x; }\nint f(void *c) { return 0; }", 1, 20, "';'")]
    [TestCase("struct { int; x y z; } v;", 1, 18, "';'")]
    [TestCase("enum a { A B };", 1, 11, "','")]
    [TestCase("struct;", 1, 7, "name or '{'")]
    [TestCase("int x = ;", 1, 9, "before ';'")]
    [TestCase("int x\nint y;", 1, 6, "';'")]
    [TestCase("return 0;", 1, 1, "function or a declaration")]
    [TestCase("BPF_HASH(a, , u64);", 1, 13, "before ','")]
    [TestCase("BPF_HISTOGRAM();", 1, 15, "before ')'")]
    [TestCase("struct a { u32 x; }\nBPF_HASH(b);", 1, 20, "';'")]
    [TestCase("int f(void *c) { u64 = 1; }", 1, 22, "a name before '='")]
    [TestCase("BPF_HASH(a u32);", 1, 12, "before 'u32'")]
    [TestCase("#define ADD(a) a +\nint f(void *c) {\n  return ADD(1); }", 3, 16, "before ';'")]
    [TestCase("int f(void *c) { return 1uu; }", 1, 25, "no number")]
    [TestCase("int f(void *c) { return 0x1.8; }", 1, 25, "no number")]
    [TestCase("int f(void *c) { return 0b2; }", 1, 25, "no number")]
    [TestCase("int f(void *c) { return 1e; }", 1, 25, "no number")]
    [TestCase("int f(void *c) { return 1lul; }", 1, 25, "no number")]
    [TestCase("int f(void *c) { return 18446744073709551616; }", 1, 25, "no number")]
    [TestCase("int f(void *c) { return ''; }", 1, 25, "no character")]
    [TestCase("int f(void *c) { return '\\x'; }", 1, 25, "hexadecimal")]
    [TestCase("int f(void *c) { return '\\400'; }", 1, 25, "one byte")]
    [TestCase("int f(void *c) { return \"\\x100\"[0]; }", 1, 25, "one byte")]
    [TestCase("int f(void *c) { return 'a; }", 1, 25, "no partner")]
    [TestCase("int f(void *c) { return \"a; }", 1, 25, "no partner")]
    [TestCase("struct x { u32 a; } __attribute__(packed);", 1, 34, "two pairs")]
    [TestCase("struct x { u32 a; } __attribute__;", 1, 34, "two pairs")]
    [TestCase("struct __attribute__((packed aligned(8))) x { u32 a; };", 1, 30, "','")]
    [TestCase("int f(void *c) {\n  retrun c;\n}", 2, 3, "'return'")]
    [TestCase("int f(void *c) {\n  retrun -1;\n}", 2, 3, "'return'")]
    [TestCase("int f(void *c) { while (c) { braek; } }", 1, 30, "'break'")]
    [TestCase("int f(void *c) { whlie (c) { } return 0; }", 1, 18, "'while'")]
    [TestCase("int f(void *c) { unsinged x = 1; return x; }", 1, 18, "'unsigned'")]
    [TestCase("int f(viod *c) { return 0; }", 1, 7, "'void'")]
    [TestCase("strcut x { u32 a; };", 1, 1, "'struct'")]
    [TestCase("struct x { innt a; };", 1, 12, "'int'")]
    [TestCase("sttaic int f(void *c) { return 0; }", 1, 1, "'static'")]
    [TestCase("int f(void *c) { int int x; }", 1, 22, "beside")]
    [TestCase("long long long x;", 1, 11, "beside")]
    [TestCase("static extern int x;", 1, 8, "beside")]
    [TestCase("unsigned float x;", 1, 10, "beside")]
    [TestCase("struct x { int };", 1, 15, "';'")]
    [TestCase("enum x { };", 1, 10, "at least one")]
    [TestCase("int f(void *c) { break; }", 1, 18, "a loop or a switch")]
    [TestCase("int f(void *c) { switch (1) { case 1: continue; } return 0; }", 1, 39, "a loop")]
    [TestCase("int f(void *c) { case 1: return 0; }", 1, 18, "a switch")]
    [TestCase("int f(void *c) { goto nowhere; out: return 0; }", 1, 23, "no label")]
    [TestCase("int f(void *c) { a: c = 0; a: return 0; }", 1, 28, "twice")]
    [TestCase("int f(void *c) { asm(\"\" : : \"r\" c); return 0; }", 1, 33, "'('")]
    [TestCase("int f(void *c) { asm(); return 0; }", 1, 22, "a text")]
    [TestCase("int f(void *c) { _Static_assert(1 2, \"x\"); return 0; }", 1, 35, "')'")]
    [TestCase("int f(void *c) { return _Generic(c,, int: 1); }", 1, 36, "':'")]
    [TestCase("KFUNC_PROBE(vfs_read,, int b) { return 0; }", 1, 22, "parameter")]
    [TestCase("RAW_TRACEPOINT_PROBE(a b) { return 0; }", 1, 24, "')'")]
    [TestCase("#define M(a, a) a\nint x;", 1, 9, "twice")]
    [TestCase("#define M(a,) a\nint x;", 1, 9, "malformed")]
    [TestCase("#define M(a b) a\nint x;", 1, 9, "malformed")]
    [TestCase("#define M(..., a) a\nint x;", 1, 9, "malformed")]
    [TestCase("#define M(a) #b\nint x;", 1, 9, "parameter")]
    [TestCase("#define M ## x\nint x;", 1, 9, "before and behind")]
    [TestCase("#define defined 1\nint x;", 1, 9, "no macro")]
    [TestCase("#define M(a, b) a + b\nint x = M(1);", 2, 9, "number of arguments")]
    [TestCase("#define M() 1\nint x = M(1);", 2, 9, "number of arguments")]
    [TestCase("#ifdef\n#endif\nint x;", 1, 1, "wants a name")]
    [TestCase("#undef 1\nint x;", 1, 1, "wants a name")]
    [TestCase("#if\n#endif\nint x;", 1, 1, "wants a condition")]
    [TestCase("#if 1 +\n#endif\nint x;", 1, 1, "value")]
    [TestCase("#if (1\n#endif\nint x;", 1, 1, "never closed")]
    [TestCase("#if 1 2\n#endif\nint x;", 1, 1, "can not stand")]
    [TestCase("#if 1 ? 2\n#endif\nint x;", 1, 1, "':'")]
    [TestCase("#if 1.0\n#endif\nint x;", 1, 1, "whole number")]
    [TestCase("#if defined(\n#endif\nint x;", 1, 5, "'defined'")]
    public void Read_ErrorAnywhere_HasItsPlace(string source, int line, int column, string message)
    {
        var problem = BccProgram.Read(source).Problems.First(problem => problem.Severity == FindingSeverity.Error);

        Assert.That((problem.Code, problem.Line, problem.Column), Is.EqualTo((EbpfCodes.Syntax, line, column)), problem.Message);
        Assert.That(problem.Message, Does.Contain(message));
    }

    [Test]
    public void Read_ErrorsInTwoFunctions_AreBothTold() => Assert.That(
        BccProgram.Read("int a(void *c) { return 1 +; }\nint b(void *c) { return 0; }\nint d(void *c) { x y z; }").Problems
            .Select(problem => problem.Line),
        Is.EqualTo(new[] { 1, 3 }));

    [TestCase("int f(void *c) {\n  FILTER\n  return 0; }", "FILTER")]
    [TestCase("int f(void *c) { u32 x = 1;\n  STORE\n}", "STORE")]
    [TestCase("int f(void *c) { FILTER return 0; }", "FILTER")]
    [TestCase("int f(void *c) { FILTER; return 0; }", "FILTER")]
    [TestCase("int f(void *c) { if (c FILTER) return 1; return 0; }", "FILTER")]
    [TestCase("int f(void *c) { if (FILTER c->x != 1) return 1; return 0; }", "FILTER")]
    [TestCase("int f(void *c) {\n  ##FILTER_PID##\n  return 0; }", "##FILTER_PID##")]
    [TestCase("int f(void *c) { if ((u64)c != %s) return 1; return 0; }", "%s")]
    [TestCase("MAPS\nBPF_HASH(a, u32);\nint f(void *c) { return 0; }", "MAPS")]
    [TestCase("struct PACKED x { u32 a; };", "PACKED")]
    [TestCase("static int EXPORT f(void *c) { return 0; }", "EXPORT")]
    [TestCase("PROBE\n{\n  return 0;\n}\nint f(void *c) { return 0; }", "PROBE")]
    [TestCase("struct a {\n  FIELDS\n  u32 x;\n};", "FIELDS")]
    [TestCase("int f(void *c) { until (c) { } return 0; }", "until")]
    public void Read_WhatOnlyAMacroCouldMakeRight_IsAWarningThatNamesIt(string source, string name)
    {
        var problem = BccProgram.Read(source).Problems.Single();

        Assert.That((problem.Severity, problem.Code), Is.EqualTo((FindingSeverity.Warning, EbpfCodes.Placeholder)));
        Assert.That(problem.Message, Does.Contain($"'{name}'"));
    }

    [Test]
    public void Read_MapsWithoutSemicolon_AreTakenWithAWarning()
    {
        var program = BccProgram.Read("BPF_HASH(a, u32)\nBPF_PERF_OUTPUT(b)\nint f(void *c) { return 0; }");

        Assert.That(program.Problems.Select(problem => (problem.Severity, problem.Line)),
            Is.EqualTo(new[] { (FindingSeverity.Warning, 1), (FindingSeverity.Warning, 2) }));
        Assert.That(program.Tables.Select(table => table.Name), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Read_MacroThatTheSourceDefines_IsNoPlaceholder() => Assert.That(
        BccProgram.Read("#define FILTER if (!c) return 1;\nint f(void *c) {\n  FILTER\n  return 0; }").Problems, Is.Empty);

    private static IEnumerable<TestCaseData> Large()
    {
        static string Many(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
        yield return new TestCaseData("int f(void *c) { " + Many("if (c) ", 70_000) + "; }").SetArgDisplayNames("if in if");
        yield return new TestCaseData("int f(void *c) { " + Many("if (c) ; else ", 36_000) + "; }").SetArgDisplayNames("else if");
        yield return new TestCaseData("int f(void *c) { " + Many("for (int i; ; ) ", 32_000) + "; }").SetArgDisplayNames("for in for");
        yield return new TestCaseData("int f(void *c) { return " + Many("- ", 250_000) + "1; }").SetArgDisplayNames("signs");
        yield return new TestCaseData("int f(void *c) { return " + Many("sizeof ", 70_000) + "c; }").SetArgDisplayNames("sizeof of sizeof");
        yield return new TestCaseData("int f(void *c) { return " + Many("(int)", 100_000) + "c; }").SetArgDisplayNames("casts");
        yield return new TestCaseData("int f(void *c) { return " + Many("c ? c : ", 60_000) + "c; }").SetArgDisplayNames("conditions");
        yield return new TestCaseData("int f(void *c) { " + Many("a: ", 170_000) + "; }").SetArgDisplayNames("labels");
        yield return new TestCaseData("int " + Many("* ", 250_000) + "x;").SetArgDisplayNames("stars");
        yield return new TestCaseData("int f(void *c) { x " + Many("* ", 250_000) + "y; }").SetArgDisplayNames("stars in a statement");
        yield return new TestCaseData(Many("(", 1_000_000)).SetArgDisplayNames("parentheses");
        yield return new TestCaseData("#if " + Many("(", 1_000_000)).SetArgDisplayNames("parentheses in a condition");
        yield return new TestCaseData("#if " + Many("A ", 250_000) + "(\n#endif").SetArgDisplayNames("names in a condition");
        yield return new TestCaseData("#define M(" + Many("a, ", 300_000) + "b) a\nint x;").SetArgDisplayNames("parameters of a macro");
        yield return new TestCaseData("#define M(a) a\nint x = " + Many("M(", 250) + "1" + Many(")", 250) + ";")
            .SetArgDisplayNames("a macro in itself");
        yield return new TestCaseData("#define A B B\n#define B A A\nint x = " + Many("A ", 250_000) + ";")
            .SetArgDisplayNames("macros that name each other");
        yield return new TestCaseData(
            "#define M(a, ...) a __VA_OPT__(" + Many("__VA_ARGS__ ", 2_000) + ")\nint x = M(1, " + Many("1 ", 2_000) + ");")
            .SetArgDisplayNames("optional text");
        yield return new TestCaseData("#define M(a) a\n" + Many("M(1, 2) ", 100_000)).SetArgDisplayNames("too many arguments");
        yield return new TestCaseData("int x = M(\n" + Many("#define A 1\n", 80_000)).SetArgDisplayNames("directives in arguments");
        yield return new TestCaseData("int x = " + new string('1', 1_000_000) + ";").SetArgDisplayNames("digits");
        yield return new TestCaseData("int x = 0x" + new string('f', 1_000_000) + ".;").SetArgDisplayNames("hexadecimal digits");
        yield return new TestCaseData("char *x = \"" + Many("\\x", 500_000) + "\";").SetArgDisplayNames("escapes");
        yield return new TestCaseData("int x __attribute__((" + Many("a, ", 300_000) + "));").SetArgDisplayNames("attributes");
        yield return new TestCaseData("int f(void *c) { " + Many("goto a; ", 120_000) + "a: ; }").SetArgDisplayNames("jumps");
        yield return new TestCaseData("int f(void *c) { __label__ a; " + Many("a: ; ", 180_000) + "}")
            .SetArgDisplayNames("labels of blocks");
        yield return new TestCaseData("int f(void *c) { x = " + Many("&&a + ", 160_000) + "1; }").SetArgDisplayNames("addresses of labels");
        yield return new TestCaseData(Many("retrunn" + " ", 125_000)).SetArgDisplayNames("words that are misspelt");
        yield return new TestCaseData("int f(void *c) { asm(\"\" : " + Many("\"r\"(c), ", 120_000) + "\"r\"(c)); }")
            .SetArgDisplayNames("operands of assembler");
        yield return new TestCaseData("int f(void *c) { " + Many("FILTER\n", 70_000) + "}").SetArgDisplayNames("placeholders");
        yield return new TestCaseData(Many("int f( ;\n", 50_000)).SetArgDisplayNames("parentheses that stay open");
        yield return new TestCaseData(Many("x y z;\n", 70_000)).SetArgDisplayNames("errors");
        yield return new TestCaseData("int f(void *c) { return " + Many("({ ", 120) + "1;" + Many(" });", 120).TrimEnd(';') + "; }")
            .SetArgDisplayNames("statements in expressions");
        yield return new TestCaseData("int f(void *c) { " + Many("{ int a; ", 200) + Many("int b; ", 60_000) + Many("}", 200) + "}")
            .SetArgDisplayNames("scopes");
        yield return new TestCaseData("int f(void *c) { " + Many("struct e x; events.perf_submit(c, &x, 1); ", 12_000) + "}")
            .SetArgDisplayNames("one name again and again");
        yield return new TestCaseData(Many("struct { ", 250) + Many("int a; ", 70_000) + Many("} x; ", 250))
            .SetArgDisplayNames("structures in structures");
        yield return new TestCaseData(
            "int f(void *c) { " + Many("events.perf_submit(", 250) + Many("a, ", 150_000) + "a" + Many(")", 250) + "; }")
            .SetArgDisplayNames("submits in submits");
        yield return new TestCaseData("int f(void *c) { " + Many("while (({ ", 120) + Many("a; ", 150_000) + Many("})) ;", 120) + "}")
            .SetArgDisplayNames("loops in heads of loops");
        yield return new TestCaseData("int f(void *c) { " + Many("int a = ({ ", 120) + Many("a; ", 150_000) + Many("}); ", 120) + "}")
            .SetArgDisplayNames("declarations in initialisers");
    }

    [TestCaseSource(nameof(Large))]
    [CancelAfter(20_000)]
    public void Inspect_Large_TakesTimeInProportion(string source, CancellationToken cancellationToken)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();

        EbpfInspector.Inspect(source, [("b", "events")], [new EbpfAttachment("p", "f", EbpfCall.Entry)], 8);

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1024L * 1024 * 1024));
    }
}
