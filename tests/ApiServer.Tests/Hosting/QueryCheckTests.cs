using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Web;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Hosting;

public sealed class QueryCheckTests
{
    [TestCase("?pageSize=10&page_token=x&view=MODULE_VIEW_FULL")]
    [TestCase("")]
    public void Check_ParametersThatFit_HaveNoViolations(string query) => Assert.That(Check(query), Is.Empty);

    [TestCase("?pageSize=99999999999", "pageSize", "WRONG_TYPE")]
    [TestCase("?pageSize=many", "pageSize", "WRONG_TYPE")]
    [TestCase("?view=FULL", "view", "WRONG_TYPE")]
    [TestCase("?pageSize=1&pageSize=2", "pageSize", "DUPLICATE_FIELD")]
    [TestCase("?size=1", "size", "UNKNOWN_FIELD")]
    public void Check_ParameterThatDoesNot_IsNamed(string query, string field, string reason)
    {
        var violation = Check(query).Single();

        Assert.That((violation.Field, violation.Reason), Is.EqualTo((field, reason)));
    }

    [Test]
    public void Check_TimeWithoutZone_IsNamed()
    {
        var violations = new List<FieldViolation>();

        QueryCheck.Check(Query("?since=2026-11-28"), ListEventsRequest.Descriptor, "", violations);

        Assert.That(violations.Single().Field, Is.EqualTo("since"));
    }

    private static List<FieldViolation> Check(string query)
    {
        var violations = new List<FieldViolation>();
        QueryCheck.Check(Query(query), ListModulesRequest.Descriptor, "", violations);
        return violations;
    }

    private static QueryCollection Query(string text) => new(QueryHelpers.ParseQuery(text));
}
