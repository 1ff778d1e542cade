namespace Tricorder.ApiServer.Security.Rules;

/// <summary>Who may call a method, and how it is accounted for.</summary>
/// <param name="Role">The least role that may; null = anybody.</param>
/// <param name="Changes">It changes something, so each call is audited.</param>
/// <param name="Expensive">It costs noticeable work, so calls per caller are limited.</param>
internal sealed record AccessRule(Role? Role, bool Changes = false, bool Expensive = false);
