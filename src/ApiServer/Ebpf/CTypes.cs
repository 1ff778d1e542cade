using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Ebpf.Types;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>
/// The types that a source declares and those it may take for granted, with their layout. Structures of the kernel are not known: what
/// holds one has no layout.
/// </summary>
/// <param name="outer">The types of the scope around; null at the top level.</param>
internal sealed class CTypes(CTypes? outer = null)
{
    // So large a type has no place in an event or on a stack of 512 bytes; it also keeps sums from overflowing.
    private const int LargestType = 1024 * 1024;

    // Each level copies what is in it. What is deeper has no layout.
    private const int DeepestStruct = 16;

    private readonly Dictionary<string, CType?> _named = outer is null ? CBuiltInTypes.All() : [];
    private readonly Dictionary<string, long> _constants = [];
    private int _depth;

    /// <summary>
    /// Reads a declaration at the top level or in a function: structures, typedefs, enumerations. Others say nothing about types.
    /// </summary>
    public void Declare(IReadOnlyList<CToken> declaration)
    {
        var tokens = WithoutAttributes(declaration);
        var isTypedef = tokens.Count > 0 && tokens[0].Is("typedef");
        if (isTypedef)
        {
            tokens.RemoveAt(0);
        }

        var packed = declaration.Any(token => token.Text is "packed" or "__packed" or "__packed__");
        var (type, next) = ReadSpecifier(tokens, 0, packed);
        if (declaration.Any(token => token.Text is "aligned" or "__aligned__" or "__aligned"))
        {
            type = null;
            if (tokens is [var keyword, { IsIdentifier: true } tag, ..])
            {
                _named[$"{keyword.Text} {tag.Text}"] = null;
            }
        }

        if (!isTypedef)
        {
            return;
        }

        foreach (var declarator in CBrackets.Split(
            tokens.GetRange(next, tokens.Count - next).TakeWhile(token => !token.Is(";")).ToList(), ","))
        {
            if (ReadDeclarator(declarator, type) is { } member)
            {
                _named[member.Name] = member.Count == 1 ? member.Type : null;
            }
        }
    }

    /// <summary>The layout of a type by its name, such as <c>struct event</c> or <c>u64</c>; null when it is not known.</summary>
    public CType? Find(string name) => _named.TryGetValue(name, out var type) ? type : outer?.Find(name);

    /// <summary>
    /// The variables that a declaration such as <c>struct event e = {}, *p;</c> declares, with the type that it begins with, which is what
    /// p points to; an unknown layout has size 0.
    /// </summary>
    public IEnumerable<(CType? Type, CField Variable)> Variables(IReadOnlyList<CToken> declaration)
    {
        var tokens = WithoutAttributes(declaration);
        while (tokens.Count > 0 && tokens[0].Text is "static" or "register" or "extern" or "inline")
        {
            tokens.RemoveAt(0);
        }

        var (type, next) = ReadSpecifier(tokens, 0, packed: false);
        foreach (var declarator in CBrackets.Split(tokens.GetRange(next, tokens.Count - next), ","))
        {
            if (ReadDeclarator(declarator, type) is { } variable)
            {
                yield return (type, variable);
            }
        }
    }

    /// <summary>What <c>__attribute__((...))</c> says is not part of a declaration's shape.</summary>
    public static List<CToken> WithoutAttributes(IReadOnlyList<CToken> tokens)
    {
        var kept = new List<CToken>(tokens.Count);
        for (var at = 0; at < tokens.Count; at++)
        {
            if (tokens[at].Text is "__attribute__" or "__attribute" && at + 1 < tokens.Count && tokens[at + 1].Is("("))
            {
                at = CBrackets.End(tokens, at + 1);
            }
            else if (tokens[at].Text is not ("__packed" or "__always_inline" or "__inline"))
            {
                kept.Add(tokens[at]);
            }
        }

        return kept;
    }

    /// <summary>The type that a declaration begins with, and where its declarators begin.</summary>
    private (CType? Type, int Next) ReadSpecifier(List<CToken> tokens, int at, bool packed)
    {
        while (at < tokens.Count && tokens[at].Text is "const" or "volatile")
        {
            at++;
        }

        if (at < tokens.Count && tokens[at].Text is "struct" or "union" or "enum")
        {
            return ReadTagged(tokens, at, packed);
        }

        var words = new List<string>();
        for (; at < tokens.Count && tokens[at].IsIdentifier; at++)
        {
            var word = tokens[at].Text;
            if (word is "const" or "volatile")
            {
                continue;
            }

            // The first word that is neither part of `unsigned long long int` nor the type itself is what is declared.
            if (words.Count > 0 && !(IsBasic(word) && IsBasic(words[0])))
            {
                break;
            }

            words.Add(word);
        }

        return (words.Count == 0 ? null : Basic(words) ?? Find(words[0]), at);
    }

    private static bool IsBasic(string word) =>
        word is "unsigned" or "signed" or "char" or "short" or "int" or "long" or "__int128" or "__signed__";

    private static CType? Basic(List<string> words)
    {
        if (!words.TrueForAll(IsBasic))
        {
            return null;
        }

        var size = words.Contains("char") ? 1
            : words.Contains("short") ? 2
            : words.Contains("long") ? 8
            : words.Contains("__int128") ? 16
            : 4;
        return words is ["char"] ? CType.Scalar(CFieldKind.Text, 1)
            : CType.Scalar(words.Contains("unsigned") ? CFieldKind.Unsigned : CFieldKind.Signed, size);
    }

    private (CType? Type, int Next) ReadTagged(List<CToken> tokens, int at, bool packed)
    {
        var keyword = tokens[at++].Text;
        var name = at < tokens.Count && tokens[at].IsIdentifier ? $"{keyword} {tokens[at++].Text}" : "";
        if (at >= tokens.Count || !tokens[at].Is("{"))
        {
            return (keyword == "enum" ? CType.Scalar(CFieldKind.Unsigned, 4) : Find(name), at);
        }

        var end = CBrackets.End(tokens, at);
        if (_depth >= DeepestStruct)
        {
            return (null, end + 1);
        }

        var body = tokens.GetRange(at + 1, end - at - 1);
        CType? type;
        _depth++;
        if (keyword == "enum")
        {
            type = CType.Scalar(CFieldKind.Unsigned, 4);
            ReadConstants(body);
        }
        else
        {
            type = new CStructReader(ReadMembers, packed, keyword == "union").Read(body);
        }

        _depth--;
        if (name.Length > 0)
        {
            _named[name] = type;
        }

        return (type, end + 1);
    }

    private void ReadConstants(List<CToken> body)
    {
        var next = 0L;
        foreach (var constant in CBrackets.Split(body, ","))
        {
            next = constant is [_, { Text: "=" }, ..] && Evaluate(constant.Skip(2).ToList()) is { } given ? given : next;
            _constants[constant[0].Text] = next++;
        }
    }

    /// <summary>The members that one declaration in a structure gives; null when their layout can not be known.</summary>
    private List<CField>? ReadMembers(IReadOnlyList<CToken> declaration)
    {
        var tokens = declaration.ToList();
        var (type, next) = ReadSpecifier(tokens, 0, packed: false);
        var declarators = CBrackets.Split(tokens.GetRange(next, tokens.Count - next), ",");
        if (declarators.Count == 0)
        {
            // An anonymous structure or union.
            return type is null ? null : [new CField("", type, 0, 1)];
        }

        var members = new List<CField>();
        foreach (var declarator in declarators)
        {
            if (declarator.Any(token => token.Is(":")) || ReadDeclarator(declarator, type) is not { Type.Size: > 0 } member)
            {
                return null;
            }

            members.Add(member);
        }

        return members;
    }

    /// <summary>A name with stars before and lengths behind it; null when there is no name. An unknown type or length has size 0.</summary>
    private CField? ReadDeclarator(IReadOnlyList<CToken> declarator, CType? type)
    {
        var at = 0;
        var pointer = false;
        for (; at < declarator.Count && declarator[at].Text is "*" or "(" or "const" or "volatile" or "__restrict" or "restrict"; at++)
        {
            pointer |= declarator[at].Is("*");
        }

        if (at >= declarator.Count || !declarator[at].IsIdentifier)
        {
            return null;
        }

        var name = declarator[at++].Text;
        var count = 1L;
        if (at < declarator.Count && declarator[at].IsIdentifier)
        {
            type = null; // Two names in a row: a word of the type is not known here.
        }

        for (; at < declarator.Count && declarator[at].Is("["); at++)
        {
            var end = CBrackets.End(declarator, at);
            count *= Evaluate(declarator.Skip(at + 1).Take(end - at - 1).ToList()) is { } length and >= 0 and <= LargestType ? length : 0;
            at = end;
        }

        type = pointer ? CType.Scalar(CFieldKind.Pointer, 8) : type;
        return type is null || count <= 0 || count * type.Size > LargestType
            ? new CField(name, CType.Scalar(CFieldKind.Unsigned, 0), 0, 1)
            : new CField(name, type, 0, (int)count);
    }

    private long? Evaluate(List<CToken> expression) => expression is [{ Text: "sizeof" }, { Text: "(" }, .. var inner, { Text: ")" }]
        ? ReadSpecifier(inner, 0, packed: false).Type?.Size
        : CExpression.Evaluate(expression, name => FindConstant(name));

    private long? FindConstant(string name) => _constants.TryGetValue(name, out var value) ? value : outer?.FindConstant(name);
}
