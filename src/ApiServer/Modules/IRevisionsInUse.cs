using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Modules;

/// <summary>Seam: who runs or should run revisions of a module says which ones must be kept.</summary>
internal interface IRevisionsInUse
{
    IReadOnlyCollection<int> InUse(WriteUnit unit, string moduleId);
}
