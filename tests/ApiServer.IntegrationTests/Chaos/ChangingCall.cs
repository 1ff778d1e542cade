using Google.Protobuf;
using Grpc.Core;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>One call that changes a module: how it is sent, and what it makes of the module.</summary>
/// <param name="Name">What it does, for messages.</param>
/// <param name="Send">Sends it, always with the same request_id.</param>
/// <param name="After">What is known of the module once the answer is there.</param>
/// <param name="IsAfter">Whether facts (second) are what the call makes of the facts before it (first).</param>
internal sealed record ChangingCall(
    string Name,
    Func<CallOptions, Task<IMessage>> Send,
    Func<IMessage, ModuleFacts?> After,
    Func<ModuleFacts?, ModuleFacts?, bool> IsAfter);
