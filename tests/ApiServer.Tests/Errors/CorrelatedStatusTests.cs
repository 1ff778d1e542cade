using Google.Rpc;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Errors;

public sealed class CorrelatedStatusTests
{
    [Test]
    public void Correlated_Refusal_HasTheIdOfTheCallInItsErrorInfo()
    {
        var status = StatusMapping.Correlated(StatusMapping.ToStatus(new AbortedException("ETAG_MISMATCH", "Read again.")), "id-1");

        var info = status.GetDetail<ErrorInfo>()!;
        Assert.That((info.Reason, info.Metadata["correlation_id"]), Is.EqualTo(("ETAG_MISMATCH", "id-1")));
    }

    [Test]
    public void Correlated_MoreViolationsThanFit_StaysWithinTheBound()
    {
        var many = Enumerable.Range(0, 500).Select(i => new FieldViolation($"fields[{i}].name", "is not a name")).ToList();

        var status = StatusMapping.Correlated(StatusMapping.ToStatus(new InvalidArgumentException(many)), Guid.CreateVersion7().ToString());

        Assert.That(status.CalculateSize(), Is.LessThanOrEqualTo(StatusMapping.MaxStatusBytes));
    }
}
