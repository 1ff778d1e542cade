using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Tests.Cli.Manifests;

/// <summary>What is wrong is told with line and column, in the form that editors can jump to.</summary>
internal sealed class FieldLocationsTests : ManifestTest
{
    private static IEnumerable<TestCaseData> Wrong =>
    [
        Case("a field", "module.yaml", "name: a\nebpf:\n  probes:\n    - type: KPROB\n", "4:7: ebpf.probes[0].type: "),
        Case("a document", "module.yaml", "name: a\n---\nname: b\nlabels: [x]\n", "4:1: labels: "),
        Case("a label", "module.yaml", "name: a\nlabels:\n  a.b/c: 1\n", "3:3: labels.a.b/c: "),
        Case("a merge", "module.yaml", "name: a\nebpf:\n  <<: {eventSize: x}\n", "3:8: ebpf.eventSize: "),
        Case("an item", "module.yaml", "name: a\nebpf: {perfBufferNames: [a, 2]}\n", "2:29: ebpf.perfBufferNames[1]: "),
        Case("a list", "module.yaml", "modules:\n  - name: a\n  - name: b\n    panel: 1\n", "4:5: panel: "),
        Case("a request", "module.yaml", "module:\n  name: 1\n", "2:3: name: "),
        Case("JSON", "module.json", "{\"name\": \"ä\", \"labels\": 1, // no\n \"ebpf\": {}}", "1:15: labels: "),
        Case(
            "JSON, below",
            "module.json",
            "{\"name\": \"ä\", // no\n \"ebpf\": {\"probes\": [\n {}, {\"type\": 1}]}}",
            "3:7: ebpf.probes[1].type: "),
        Case("YAML itself", "module.yaml", "name: a\nlabels: {a: [}\n", "2:14: "),
        Case("JSON itself", "module.json", "{\"name\": \"a\",\n  oops}", "2:3: "),
    ];

    [TestCaseSource(nameof(Wrong))]
    public void Read_WhatIsWrong_IsToldWithItsPlace(string file, string text, string expected)
    {
        Write(file, text);

        var refusal = Assert.Throws<CliException>(() => Read(file))!;

        Assert.That(refusal.Details, Has.Exactly(1).Items.And.All.StartsWith($"{Path.Combine(Home, file)}:{expected}"));
    }

    private static TestCaseData Case(string name, string file, string text, string expected) =>
        new TestCaseData(file, text, expected).SetArgDisplayNames(name);
}
