using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.Security.Agents;

/// <summary>Finds a certificate's node: in its common name, or in one of its alternative names.</summary>
internal sealed class CertificateNodePattern
{
    private const string Placeholder = "{node}";
    private const string CommonName = "2.5.4.3";
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    private readonly Func<X509Certificate2, IEnumerable<string>> _names;
    private readonly Regex _form;

    private readonly string _text;

    private CertificateNodePattern(string text, Func<X509Certificate2, IEnumerable<string>> names, string before, string after)
    {
        (_text, _names) = (text, names);
        _form = new Regex(
            $@"\A{Regex.Escape(before)}([A-Za-z0-9](?:[A-Za-z0-9.-]{{0,251}}[A-Za-z0-9])?){Regex.Escape(after)}\z",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>Null when the text is no pattern.</summary>
    public static CertificateNodePattern? Parse(string text)
    {
        Func<X509Certificate2, IEnumerable<string>>? names = text.Split('=')[0] switch
        {
            "CN" => CommonNames,
            "DNS" => DnsNames,
            "URI" => Uris,
            _ => null,
        };
        return names is not null && text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(Placeholder) is [var before, var after]
            ? new CertificateNodePattern(text, names, before, after)
            : null;
    }

    /// <summary>Null when it names none, or more than one.</summary>
    public string? NodeOf(X509Certificate2 certificate)
    {
        var nodes = _names(certificate).Select(name => _form.Match(name)).Where(match => match.Success).Select(
            match => match.Groups[1].Value);
        return nodes.Distinct().ToList() is [var only] ? only : null;
    }

    public override string ToString() => _text;

    private static IEnumerable<string> CommonNames(X509Certificate2 certificate) =>
        certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == CommonName)
            .Select(name => name.GetSingleElementValue() ?? "");

    private static IEnumerable<string> DnsNames(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames());

    private static IEnumerable<string> Uris(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (names.PeekTag().HasSameClassAndValue(UriTag))
                {
                    yield return names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag);
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }
        }
    }
}
