using Google.Protobuf.Reflection;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>Protobuf JSON takes a field by its lowerCamelCase name and by the name in the .proto file.</summary>
internal static class FieldNames
{
    public static FieldDescriptor? Find(MessageDescriptor message, string name)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            if (field.JsonName == name || field.Name == name)
            {
                return field;
            }
        }

        return null;
    }
}
