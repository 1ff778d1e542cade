using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Tests.Modules;

namespace Tricorder.ApiServer.Tests.Api;

internal sealed class ModuleMappingTests
{
    private static readonly ModuleDraft Draft = Drafts.Valid().With(ebpf => ebpf with { Probes = [Drafts.Kprobe, Drafts.Sample] });

    private static readonly Module Module = Draft.Onto(new Module
    {
        Id = "0192f0c1-0000-7000-8000-000000000000",
        Name = "",
        Content = Draft.Content,
        Revision = 3,
        UpdateCount = 5,
        Lifecycle = ModuleLifecycle.Undeployed,
        CreateTime = DateTimeOffset.UnixEpoch.AddDays(1),
        UpdateTime = DateTimeOffset.UnixEpoch.AddDays(2),
    });

    [Test]
    public void ToDraft_FullModule_IsWhatItWas()
    {
        var draft = DraftMapping.ToDraft(ModuleMapping.ToProto(Module, full: true, deployment: null));

        Assert.That(ModuleChange.Between(Module, draft.Onto(Module)).Any, Is.False);
    }

    [Test]
    public void ToProto_FullModule_CarriesWhatTheServerSets()
    {
        var proto = ModuleMapping.ToProto(Module, full: true, new V1.Deployment { Revision = 2 });

        Assert.Multiple(() =>
        {
            Assert.That(proto.Id, Is.EqualTo(Module.Id));
            Assert.That(proto.Etag, Is.EqualTo("5"));
            Assert.That(proto.Revision, Is.EqualTo(3));
            Assert.That(proto.Lifecycle, Is.EqualTo(V1.ModuleLifecycle.Undeployed));
            Assert.That(proto.Deployment.Revision, Is.EqualTo(2));
            Assert.That(proto.OutputSchema.TableName, Is.EqualTo("tricorder_module_0192f0c1_0000_7000_8000_000000000000"));
            Assert.That(proto.CreateTime.ToDateTimeOffset(), Is.EqualTo(Module.CreateTime));
            Assert.That(proto.UpdateTime.ToDateTimeOffset(), Is.EqualTo(Module.UpdateTime));
            Assert.That(proto.Wasm.Binary.ToByteArray(), Is.EqualTo(Drafts.Wasm));
        });
    }

    [Test]
    public void ToProto_Basic_HasNoProgramsAndAllElse()
    {
        var full = ModuleMapping.ToProto(Module, full: true, deployment: null);

        var basic = ModuleMapping.ToProto(Module, full: false, deployment: null);

        (full.Ebpf.Source, full.Wasm.Source) = ("", "");
        (full.Ebpf.Object, full.Wasm.Binary) = (Google.Protobuf.ByteString.Empty, Google.Protobuf.ByteString.Empty);
        Assert.That(basic, Is.EqualTo(full));
    }

    [Test]
    public void ToProto_Revision_HasItsContentAndTheModulesName()
    {
        var old = new ModuleRevision(Module.Id, 2, Drafts.Valid().With(ebpf => ebpf with { EventSize = 4 }).Content,
            DateTimeOffset.UnixEpoch);

        var proto = ModuleMapping.ToProto(old, Module, full: false);

        Assert.That((proto.Revision, proto.Module.Revision, proto.Module.Ebpf.EventSize), Is.EqualTo((2, 2, 4)));
        Assert.That((proto.Module.Name, proto.Module.Etag), Is.EqualTo((Module.Name, "")));
    }

    [Test]
    public void ToDraft_NothingGiven_IsHandedOnForValidation()
    {
        var draft = DraftMapping.ToDraft(new V1.Module());

        Assert.That(draft.Content.Ebpf.Format, Is.EqualTo(default(ProgramFormat)));
        Assert.That(draft.Content.Fields, Is.Empty);
    }

    [TestCase(V1.ProgramFormat.Text, "", ExpectedResult = V1.ProgramLanguage.BccC)]
    [TestCase(V1.ProgramFormat.Binary, "int x;", ExpectedResult = V1.ProgramLanguage.BccC)]
    [TestCase(V1.ProgramFormat.Binary, "", ExpectedResult = V1.ProgramLanguage.Unspecified)]
    public V1.ProgramLanguage ToDraft_EbpfWithoutLanguage_IsBccWhereThereIsSource(V1.ProgramFormat format, string source)
    {
        var draft = DraftMapping.ToDraft(new V1.Module { Ebpf = new V1.EbpfProgram { Format = format, Source = source } });

        return (V1.ProgramLanguage)draft.Content.Ebpf.Language;
    }

    [TestCase(long.MaxValue, 0)]
    [TestCase(1, -1)]
    [TestCase(0, 1_000_000_000)]
    public void ToDraft_DurationThatIsNone_FitsNoRule(long seconds, int nanos)
    {
        var probe = new V1.Probe { SamplePeriod = new Duration { Seconds = seconds, Nanos = nanos } };

        var draft = DraftMapping.ToDraft(new V1.Module { Ebpf = new V1.EbpfProgram { Probes = { probe } } });

        Assert.That(draft.Content.Ebpf.Probes.Single().SamplePeriod, Is.LessThan(TimeSpan.Zero));
    }
}
