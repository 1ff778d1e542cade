using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Answers;

/// <summary>Hears of calls that were turned away before any service saw them.</summary>
internal interface IRefusalObserver
{
    /// <summary>Cheap and never throws: whoever is refused may call again at once.</summary>
    void Refused(HttpContext context, DomainException why);
}
