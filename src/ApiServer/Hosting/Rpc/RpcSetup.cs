using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Hosting.Requests;

namespace Tricorder.ApiServer.Hosting.Rpc;

/// <summary>gRPC in its three forms: native, grpc-web and REST. Services are added by the rooms that have them.</summary>
internal static class RpcSetup
{
    public static void Add(IServiceCollection services)
    {
        services.AddErrors();
        services.AddSingleton<RefusedCalls>();
        services.AddSingleton<MemoryReturn>();
        services.AddSingleton<RequestBudget>();
        services.AddSingleton<RpcMetrics>();
        services.AddSingleton<RpcMetricsInterceptor>();
        services.AddGrpc(options =>
        {
            options.Interceptors.Add<RpcMetricsInterceptor>();
            options.Interceptors.Add<ErrorInterceptor>();
            options.MaxReceiveMessageSize = MethodLimits.ProgramBytes;
            options.MaxSendMessageSize = null;
        }).AddJsonTranscoding(options =>
        {
            options.TypeRegistry = WebStatus.Details;
            options.JsonSettings.WriteInt64sAsStrings = true;
        });
        services.AddGrpcReflection();
    }

    public static void Map(WebApplication app) => app.MapGrpcReflectionService();
}
