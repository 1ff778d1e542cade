using Google.Protobuf.Reflection;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>Query parameters name fields of the request message, such as <c>pageSize</c> or <c>filter.kind</c>.</summary>
internal static class QueryCheck
{
    public static void Check(IQueryCollection query, MessageDescriptor input, string body, List<FieldViolation> violations)
    {
        foreach (var name in query.Keys)
        {
            if (body == "*")
            {
                violations.Add(new FieldViolation(name, "belongs into the body, not behind the '?'", "NOT_A_PARAMETER"));
            }
            else if (Find(name, input) is not { } field)
            {
                violations.Add(new FieldViolation(name, $"is not a field of {input.Name}", "UNKNOWN_FIELD"));
            }
            else if (!field.IsRepeated && query[name].Count > 1)
            {
                violations.Add(new FieldViolation(name, "is given more than once", "DUPLICATE_FIELD"));
            }
            else if (query[name].Select(value => QueryValues.Problem(value ?? "", field)).FirstOrDefault(p => p is not null) is { } problem)
            {
                violations.Add(new FieldViolation(name, problem, "WRONG_TYPE"));
            }
        }
    }

    private static FieldDescriptor? Find(string path, MessageDescriptor message)
    {
        FieldDescriptor? field = null;
        foreach (var part in path.Split('.'))
        {
            var owner = field is null ? message : field.FieldType == FieldType.Message && !field.IsRepeated ? field.MessageType : null;
            field = owner is null ? null : FieldNames.Find(owner, part);
            if (field is null)
            {
                return null;
            }
        }

        return field;
    }
}
