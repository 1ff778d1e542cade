using Google.Api;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Hosting.Requests;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>
/// Checks REST requests before they are transcoded. The transcoder ignores unknown fields, takes an empty body for malformed JSON, and
/// says neither where a value is wrong nor that a body is too large.
/// </summary>
internal sealed class RestRequests(RequestDelegate next, RequestBudget budget, TimeProvider clock)
{
    private static readonly Google.Rpc.Status Compressed = StatusMapping.Create(
        StatusCode.InvalidArgument, "BODY_COMPRESSED", "The request body is compressed; send it as it is, without Content-Encoding.");

    public Task InvokeAsync(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is { } rest
        ? CheckAsync(context, rest)
        : next(context);

    private async Task CheckAsync(HttpContext context, GrpcJsonTranscodingMetadata rest)
    {
        var request = context.Request;
        var input = rest.MethodDescriptor.InputType;
        var violations = new List<FieldViolation>();
        QueryCheck.Check(request.Query, input, rest.HttpRule.Body, violations);
        var limits = MethodLimits.OfCall(input);
        using var leave = new RestLeave(budget, limits, RequestAuthor.Of(context));
        using var body = new RestBuffer();
        if (BodyType(input, rest.HttpRule.Body) is { } type)
        {
            if (RestBody.IsCompressed(request))
            {
                await WebStatus.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, Compressed);
                return;
            }

            RestBody.LiftLimit(request);
            var hasJson = RestBody.IsJson(request);
            ArraySegment<byte> json;
            try
            {
                json = await RestBody.ReadAsync(request, body, limits.MaxJsonBytes, leave, clock, context.RequestAborted);
            }
            catch (ResourceExhaustedException e)
            {
                await WebStatus.RefuseAsync(context, StatusMapping.ToStatus(e));
                return;
            }

            if (hasJson || json.AsSpan().SequenceEqual("{}"u8))
            {
                JsonCheck.Check(json, type, violations, InPath(input, rest.HttpRule));
                RestBody.Replace(request, json);
            }
            else
            {
                violations.Add(new FieldViolation(
                    "body", "must be JSON in UTF-8, with the header 'Content-Type: application/json'", "NOT_JSON"));
            }
        }

        await (violations.Count == 0 ? next(context) : WebStatus.WriteAsync(
            context, StatusCodes.Status400BadRequest, StatusMapping.ToStatus(new InvalidArgumentException(violations))));
    }

    private static MessageDescriptor? BodyType(MessageDescriptor input, string body) => body switch
    {
        "" => null,
        "*" => input,
        _ => input.FindFieldByName(body) is { FieldType: FieldType.Message, IsRepeated: false } field ? field.MessageType : null,
    };

    /// <summary>
    /// The resource of an update, whose id is in the path. The transcoder makes the resource to put the id in, so that only here can be
    /// seen that the body has none.
    /// </summary>
    private static FieldDescriptor? InPath(MessageDescriptor input, HttpRule rule)
    {
        var start = rule.Patch.IndexOf('{') + 1;
        var end = rule.Patch.IndexOf('.', start);
        return start > 0 && end > start ? input.FindFieldByName(rule.Patch[start..end]) : null;
    }
}
