using Tricorder.ApiServer.Ebpf.Types;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>A variable of a function.</summary>
/// <param name="Field">Its name and layout.</param>
/// <param name="Type">The type that its declaration begins with: what it points to, if it is a pointer. Null when it is not known.</param>
/// <param name="Start">Where it is declared: an index into the function's tokens, -1 for a parameter.</param>
/// <param name="ScopeEnd">Up to where its name means it.</param>
/// <param name="IsOnStack">Whether it takes stack.</param>
internal sealed record CVariable(CField Field, CType? Type, int Start, int ScopeEnd, bool IsOnStack);
