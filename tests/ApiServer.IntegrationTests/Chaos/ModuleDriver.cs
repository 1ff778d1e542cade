using Google.Protobuf;
using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>
/// Changes one module after another as a seeded script says, keeps what was acknowledged, and checks after a crash of the server that it
/// is still so.
/// </summary>
internal sealed class ModuleDriver(ApiClient api, string slot, int seed)
{
    /// <summary>Of a module that lives long, the oldest revisions are gone (the newest 50 are kept).</summary>
    private const int SafeRevisions = 40;

    private readonly Random _random = new(seed);
    private readonly ChangingCalls _calls = new(api);
    private readonly Dictionary<int, uint> _digests = [];
    private ModuleFacts? _known;
    private ChangingCall? _unanswered;
    private (ChangingCall Call, IMessage Answer)? _lastAnswered;
    private string _name = "";
    private int _version;

    public int Acknowledged { get; private set; }

    /// <summary>Calls whose answer a crash cut off: that had taken effect, and that had not.</summary>
    public (int Applied, int Lost) CutOff { get; private set; }

    /// <summary>What agents should hold of this driver's module; null = nothing.</summary>
    public DesiredState? Desired => _known is { Target: DeploymentTarget.Deployed } known
        ? new DesiredState(known.Id, known.TargetRevision, _digests[known.TargetRevision])
        : null;

    /// <summary>One call after another until one is not answered because <paramref name="killed"/>.</summary>
    public async Task RunAsync(Action sending, CancellationToken killed)
    {
        while (!killed.IsCancellationRequested)
        {
            var call = Next();
            sending();
            try
            {
                Note(call, await call.Send(ApiClient.Patient(killed)));
            }
            catch (RpcException e)
                when (e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown)
            {
                _unanswered = call;
                return;
            }
        }
    }

    /// <summary>
    /// Compares what the server that was started again says with what was acknowledged, and settles the call that was cut off.
    /// </summary>
    public async Task VerifyAsync()
    {
        var seen = await ReadAsync();
        if (_lastAnswered is { } last)
        {
            var repeated = await last.Call.Send(ApiClient.Patient());
            Assert.That(repeated, Is.EqualTo(last.Answer), $"{slot}: a repeat of '{last.Call.Name}' is answered as the call itself was");
        }

        if (_unanswered is not { } call)
        {
            Assert.That(seen, Is.EqualTo(_known), $"{slot}: everything was acknowledged");
            return;
        }

        var applied = seen != _known;
        CutOff = applied ? (CutOff.Applied + 1, CutOff.Lost) : (CutOff.Applied, CutOff.Lost + 1);
        Assert.That(!applied || call.IsAfter(_known, seen), Is.True, $"{slot}: '{call.Name}' was cut off; before it {_known}, now {seen}");
        Note(call, await call.Send(ApiClient.Patient()));
        _unanswered = null;
        var settled = await ReadAsync();
        Assert.That(settled, Is.EqualTo(_known), $"{slot}: '{call.Name}', repeated");
        Assert.That(!applied || settled == seen, Is.True, $"{slot}: '{call.Name}' took effect twice: {seen}, then {settled}");
    }

    private Task<ModuleFacts?> ReadAsync() => ModuleFacts.ReadAsync(api, _known?.Id ?? "", _name);

    private void Note(ChangingCall call, IMessage answer)
    {
        var after = call.After(answer);
        Assert.That(call.IsAfter(_known, after), Is.True, $"{slot}: '{call.Name}' answered {answer}; before it {_known}");
        if (after is null || _known is null)
        {
            _digests.Clear();
        }

        _known = after;
        if (after is not null)
        {
            _digests[after.Revision] = after.Digest;
        }

        _lastAnswered = (call, answer);
        Acknowledged++;
    }

    private ChangingCall Next()
    {
        if (_known is not { } known)
        {
            _name = $"{slot}-{++_version}";
            return _calls.Create(Sample.Create(_name, _version));
        }

        var isDeployed = known.Target == DeploymentTarget.Deployed;
        return _random.Next(100) switch
        {
            < 25 => _calls.Update(known, Sample.Create(_name, ++_version), sameContent: false),
            < 35 => _calls.Update(known, Sample.Create(_name, ++_version), sameContent: true),
            < 65 => _calls.Deploy(known, known.Revision),
            < 80 => _calls.Deploy(known, _random.Next(Math.Max(1, known.Revision - SafeRevisions), known.Revision + 1)),
            < 92 => _calls.Undeploy(known),
            _ when isDeployed => _calls.Deploy(known, known.Revision),
            _ => _calls.Delete(known),
        };
    }
}
