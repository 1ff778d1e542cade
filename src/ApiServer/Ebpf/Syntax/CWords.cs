using System.Collections.Frozen;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>The words of GNU C, by what they are for, and what the kernel's headers always add to declarations.</summary>
internal static class CWords
{
    public static readonly FrozenSet<string> Storage = Set(
        "typedef extern static inline register auto _Thread_local __thread __inline __inline__ _Noreturn __extension__");

    public static readonly FrozenSet<string> Qualifiers = Set(
        "const volatile restrict _Atomic __const __const__ __volatile __volatile__ __restrict __restrict__");

    public static readonly FrozenSet<string> BasicTypes = Set(
        "void char short int long float double signed unsigned _Bool _Complex __signed __signed__ __int128 __int128_t __uint128_t _Float16 "
        + "__builtin_va_list __fp16 __bf16");

    public static readonly FrozenSet<string> Tags = Set("struct union enum");

    public static readonly FrozenSet<string> TypeOf = Set("typeof __typeof __typeof__ __typeof_unqual__ __auto_type");

    public static readonly FrozenSet<string> SizeOf = Set("sizeof _Alignof __alignof __alignof__");

    public static readonly FrozenSet<string> Assembler = Set("asm __asm __asm__");

    /// <summary>Words before parentheses that say more about a declaration.</summary>
    public static readonly FrozenSet<string> Attributes = Set("__attribute__ __attribute _Alignas __declspec asm __asm __asm__");

    /// <summary>Macros of the kernel's headers that stand in declarations without beginning with two underscores.</summary>
    public static readonly FrozenSet<string> KernelAttributes = Set(
        "noinline notrace asmlinkage noinline_for_stack inline_for_tracing randomized_struct_fields_start randomized_struct_fields_end "
        + "____cacheline_aligned ____cacheline_aligned_in_smp");

    /// <summary>Macros of the kernel's headers that say more about a declaration wherever they stand in it, and are no types.</summary>
    public static readonly FrozenSet<string> NeverTypes = Set(
        "__always_inline __noinline noinline notrace noinstr asmlinkage __maybe_unused __always_unused __unused __used "
        + "__init __exit __cold __hot __pure __must_check __visible __noreturn __weak __packed __aligned __section "
        + "__latent_entropy __ref __hidden __noclone __flatten __attribute_const__ __malloc __printf __scanf __read_mostly "
        + "__ro_after_init __initdata __initconst __net_init __net_exit __cpuidle noinline_for_stack __no_kasan_or_inline "
        + "__no_sanitize_address");

    /// <summary>Notes for the kernel's checker. They stand anywhere in a type, and are never names.</summary>
    public static readonly FrozenSet<string> Notes = Set("__force __user __rcu __percpu __iomem __bitwise __nocast");

    /// <summary>Macros of the kernel's headers that may stand behind a name.</summary>
    public static readonly FrozenSet<string> AttributesBehind = Set(
        "__aligned __packed __maybe_unused __unused __always_unused __section __used __weak __hidden __ro_after_init __read_mostly "
        + "__counted_by __nonstring ____cacheline_aligned ____cacheline_aligned_in_smp");

    /// <summary>Macros of headers in capitals that take expressions only; others may take anything.</summary>
    public static readonly FrozenSet<string> TakeExpressions = Set("READ_ONCE WRITE_ONCE ACCESS_ONCE ARRAY_SIZE BIT BIT_ULL");

    /// <summary>BCC's macros that begin a function. Their arguments are names and parameters.</summary>
    public static readonly FrozenSet<string> FunctionMacros = Set(
        "TRACEPOINT_PROBE RAW_TRACEPOINT_PROBE KFUNC_PROBE KRETFUNC_PROBE MODULE_KFUNC_PROBE MODULE_KRETFUNC_PROBE KMOD_RET LSM_PROBE");

    public static readonly FrozenSet<string> Statements = Set("if else while for do switch case default return goto break continue");

    public static readonly FrozenSet<string> BinaryOperators = Set(
        "+ - * / % << >> < > <= >= == != & ^ | && || = += -= *= /= %= <<= >>= &= ^= |=");

    public static readonly FrozenSet<string> PrefixOperators = Set("+ - ! ~ & * ++ --");

    /// <summary>Whether a word can be no name.</summary>
    public static bool IsReserved(string word) => Statements.Contains(word) || BeginsType(word) || Storage.Contains(word)
        || SizeOf.Contains(word) || Assembler.Contains(word) || word is "_Static_assert" or "_Generic";

    /// <summary>Whether a word begins or continues a type whatever else is declared.</summary>
    public static bool BeginsType(string word) =>
        BasicTypes.Contains(word) || Tags.Contains(word) || Qualifiers.Contains(word) || TypeOf.Contains(word);

    /// <summary>A name without small letters, as macros have.</summary>
    public static bool LooksLikeMacro(string word) => word.Length > 1 && !word.Any(char.IsLower) && word.Any(char.IsUpper);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
