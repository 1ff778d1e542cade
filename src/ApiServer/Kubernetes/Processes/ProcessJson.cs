using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tricorder.ApiServer.Agents.Containers;

namespace Tricorder.ApiServer.Kubernetes.Processes;

/// <summary>A container's processes in the form that dashboards know, which is protobuf's JSON of the wire of 2023.</summary>
internal static class ProcessJson
{
    public static string Write(Container container, IReadOnlyList<ContainerProcess> processes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("procList");
            foreach (var process in processes)
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", process.Pid);
                writer.WriteString("createTime", process.CreateTime.ToString(CultureInfo.InvariantCulture));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("container");
            writer.WriteString("id", container.Id);
            writer.WriteString("name", container.Name);
            writer.WriteString("podUid", container.PodUid);
            writer.WriteString("podName", container.PodName);
            writer.WriteString("qosClass", container.QosClass);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
