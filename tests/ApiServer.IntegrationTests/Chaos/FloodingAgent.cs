using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Follows its orders, and says much more about them than anybody wants to know.</summary>
internal sealed class FloodingAgent(RawAgent agent, Func<ModuleUpdate, IReadOnlyList<AgentMessage>> noise)
{
    private const int PerSecond = 10_000;
    private const int Burst = 200;

    /// <summary>Messages that the server has taken.</summary>
    public int Sent { get; private set; }

    /// <summary>Waits for its first order, and then sends noise about it, as fast as asked and as far as the server takes it.</summary>
    public async Task RunAsync(TimeSpan duration)
    {
        var order = await FirstOrderAsync();
        var messages = noise(order).Select(message => message.ToByteArray()).ToList();
        var reading = ReadOnAsync();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds((double)Burst / PerSecond));
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            for (var i = 0; i < Burst; i++)
            {
                try
                {
                    await agent.SendBytesAsync(messages[i % messages.Count]);
                }
                catch (Exception e) when (e is RpcException or InvalidOperationException)
                {
                    return; // The server has had enough.
                }

                Sent++;
            }

            await pace.WaitForNextTickAsync();
        }

        Assert.That(reading.IsCompleted, Is.False, "an agent that only says too much is not sent away");
    }

    /// <summary>It reads what it is sent, or it would be a stalled reader.</summary>
    private async Task ReadOnAsync()
    {
        try
        {
            while (await agent.ReadAsync() is not null)
            {
            }
        }
        catch (RpcException)
        {
            // Its end.
        }
    }

    private async Task<ModuleUpdate> FirstOrderAsync()
    {
        while (await agent.ReadAsync() is { } message)
        {
            if (message.KindCase == ServerMessage.KindOneofCase.ModuleUpdate)
            {
                return message.ModuleUpdate;
            }
        }

        throw new InvalidOperationException("The stream ended before an order came.");
    }
}
