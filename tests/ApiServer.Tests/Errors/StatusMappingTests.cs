using Google.Rpc;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Errors;

public sealed class StatusMappingTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    private static readonly TestCaseData[] Codes =
    [
        new TestCaseData(new InvalidArgumentException("name", "is empty"), Code.InvalidArgument),
        new TestCaseData(new NotFoundException("module", "m"), Code.NotFound),
        new TestCaseData(new AlreadyExistsException("module", "m"), Code.AlreadyExists),
        new TestCaseData(new AbortedException("ETAG_MISMATCH", "changed"), Code.Aborted),
        new TestCaseData(new FailedPreconditionException("MODULE_DEPLOYED", "module/m", "deployed"), Code.FailedPrecondition),
        new TestCaseData(new OutOfRangeException("RESUME_TOKEN_EXPIRED", "expired"), Code.OutOfRange),
        new TestCaseData(new ResourceExhaustedException("TOO_SLOW", "slow"), Code.ResourceExhausted),
        new TestCaseData(new UnavailableException("STORE_FULL", "full"), Code.Unavailable),
        new TestCaseData(new UnimplementedException("/a.B/C"), Code.Unimplemented),
        new TestCaseData(new UnauthenticatedException("NO_CREDENTIALS", "who?"), Code.Unauthenticated),
        new TestCaseData(new PermissionDeniedException("ROLE_TOO_LOW", "no"), Code.PermissionDenied),
    ];

    [TestCaseSource(nameof(Codes))]
    public void ToStatus_DomainException_HasCodeTextAndReason(Exception e, Code expected)
    {
        var status = StatusMapping.ToStatus((DomainException)e);

        Assert.That(status.Code, Is.EqualTo((int)expected));
        Assert.That(status.Message, Is.EqualTo(e.Message));
        var info = status.GetDetail<ErrorInfo>()!;
        Assert.That(info.Reason, Is.EqualTo(((DomainException)e).Reason));
        Assert.That(info.Domain, Is.EqualTo("apiserver.tricorder"));
    }

    [Test]
    public void CodesAreTestedForEveryDomainException()
    {
        var all = typeof(DomainException).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DomainException)));

        Assert.That(Codes.Select(data => data.Arguments[0]!.GetType()), Is.SupersetOf(all));
    }

    [Test]
    public void ToStatus_Metadata_IsInErrorInfo()
    {
        var e = new AbortedException("ETAG_MISMATCH", "changed") { Metadata = new Dictionary<string, string> { ["etag"] = "7" } };

        Assert.That(StatusMapping.ToStatus(e).GetDetail<ErrorInfo>()!.Metadata["etag"], Is.EqualTo("7"));
    }

    [Test]
    public void ToStatus_NotFound_NamesTheResource()
    {
        var resource = StatusMapping.ToStatus(new NotFoundException("module", "m1")).GetDetail<ResourceInfo>()!;

        Assert.That((resource.ResourceType, resource.ResourceName), Is.EqualTo(("module", "m1")));
    }

    [Test]
    public void ToStatus_FailedPrecondition_NamesTheSubject()
    {
        var e = new FailedPreconditionException("MODULE_DEPLOYED", "module/m1", "It is deployed.");

        var violation = StatusMapping.ToStatus(e).GetDetail<PreconditionFailure>()!.Violations.Single();

        Assert.That((violation.Type, violation.Subject), Is.EqualTo(("MODULE_DEPLOYED", "module/m1")));
        Assert.That(violation.Description, Is.EqualTo("It is deployed."));
    }

    [Test]
    public void ToStatus_RetryAfter_IsRetryInfo()
    {
        Assert.Multiple(() =>
        {
            Assert.That(DelayOf(new UnavailableException("A", "b", Soon)), Is.EqualTo(Soon));
            Assert.That(DelayOf(new ResourceExhaustedException("A", "b", Soon)), Is.EqualTo(Soon));
            Assert.That(DelayOf(new UnavailableException("A", "b")), Is.Null);
        });

        static TimeSpan? DelayOf(DomainException e) => StatusMapping.ToStatus(e).GetDetail<RetryInfo>()?.RetryDelay.ToTimeSpan();
    }

    [Test]
    public void ToStatus_FewViolations_AreAllListedInOrder()
    {
        var status = StatusMapping.ToStatus(new InvalidArgumentException([new("b", "first", "X"), new("a", "second", "Y")]));

        var listed = status.GetDetail<BadRequest>()!.FieldViolations.Select(v => (v.Field, v.Description, v.Reason));
        Assert.That(listed, Is.EqualTo(new[] { ("b", "first", "X"), ("a", "second", "Y") }));
    }

    [Test]
    public void ToStatus_AnyNumberOfViolations_StaysWithinFourKilobytes([Range(1, 120)] int count)
    {
        var violations = Enumerable.Range(0, count)
            .Select(i => new FieldViolation($"output_schema.fields[{i}].name", "is taken", "DUPLICATE"))
            .ToArray();

        var status = StatusMapping.ToStatus(new InvalidArgumentException(violations));

        Assert.That(status.CalculateSize(), Is.LessThanOrEqualTo(4096));
        var listed = status.GetDetail<BadRequest>()!.FieldViolations;
        var isCut = listed[^1].Description.EndsWith(" more", StringComparison.Ordinal);
        Assert.That(listed[^1].Description, Is.EqualTo(isCut ? $"and {count - listed.Count + 1} more" : "is taken"));
        Assert.That(isCut ? listed.Count - 1 : listed.Count, isCut ? Is.LessThan(count) : Is.EqualTo(count));
    }

    [Test]
    public void ToStatus_ViolationsThatJustFit_AreNotCut()
    {
        var longest = Enumerable.Range(1, 300).Last(count => !IsCut(count));

        Assert.That(SizeOf(longest), Is.GreaterThan(4096 - 150), "nearly all of the room is used before anything is cut");

        static BadRequest.Types.FieldViolation LastOf(int count) => StatusOf(count).GetDetail<BadRequest>()!.FieldViolations[^1];
        static bool IsCut(int count) => LastOf(count).Description.EndsWith(" more", StringComparison.Ordinal);
        static int SizeOf(int count) => StatusOf(count).CalculateSize();
        static Status StatusOf(int count) => StatusMapping.ToStatus(new InvalidArgumentException(
            [.. Enumerable.Range(0, count).Select(_ => new FieldViolation("a.field", "is wrong", "WRONG"))]));
    }

    [Test]
    public void ToStatus_HostileTexts_StayWithinFourKilobytes()
    {
        var huge = new string('ü', 100_000);
        var metadata = Enumerable.Range(0, 50).ToDictionary(i => huge + i, _ => huge);
        DomainException[] failures =
        [
            new NotFoundException("module", huge) { Metadata = metadata },
            new AlreadyExistsException("module", huge) { Metadata = metadata },
            new FailedPreconditionException("R", huge, huge) { Metadata = metadata },
            new InvalidArgumentException([new(huge, huge), new(huge, huge)]) { Metadata = metadata },
            new UnavailableException("R", huge, Soon) { Metadata = metadata },
        ];

        Assert.Multiple(() =>
        {
            foreach (var status in failures.Select(StatusMapping.ToStatus))
            {
                Assert.That(status.CalculateSize(), Is.LessThanOrEqualTo(4096));
                var encoded = status.Message.EnumerateRunes().Sum(rune => rune.IsAscii ? 1 : 3 * rune.Utf8SequenceLength);
                Assert.That(encoded, Is.LessThanOrEqualTo(1024));
            }
        });
    }

    [Test]
    public void Internal_Always_SaysNothingButTheCorrelationId()
    {
        var id = Guid.CreateVersion7().ToString();

        var status = StatusMapping.Internal(id);

        Assert.That(status.Code, Is.EqualTo((int)Code.Internal));
        Assert.That(status.Message, Does.Contain(id));
        Assert.That(status.GetDetail<ErrorInfo>()!.Metadata["correlation_id"], Is.EqualTo(id));
    }
}
