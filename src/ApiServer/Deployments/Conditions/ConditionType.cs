namespace Tricorder.ApiServer.Deployments.Conditions;

/// <summary>A kind of condition. The room that answers for it registers it with <see cref="ConditionTypes"/>.</summary>
/// <param name="Name">What the API calls it.</param>
/// <param name="Order">Where it stands on the path from the module to its rows; no two have the same.</param>
/// <param name="NotConfigured">What to say where nobody answers for it.</param>
internal sealed record ConditionType(string Name, int Order, string NotConfigured = "");

/// <param name="Type">What is registered.</param>
/// <param name="IsConfigured">Whether somebody answers for it in this process.</param>
internal sealed record ConditionRegistration(ConditionType Type, bool IsConfigured);

internal static class ConditionTypes
{
    public static IServiceCollection AddCondition(this IServiceCollection services, ConditionType type, bool isConfigured) =>
        services.AddSingleton(new ConditionRegistration(type, isConfigured));
}
