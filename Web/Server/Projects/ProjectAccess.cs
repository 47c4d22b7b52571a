using System.Security.Claims;
using Distribution.Contracts.Projects;
using Distribution.Web.Security;
using Orleans;

namespace Distribution.Web.Projects;

/// <summary>Finds projects for those who may see them.</summary>
public sealed class ProjectAccess(IGrainFactory grains)
{
    /// <summary>The project if this person runs it, or an administrator asks; else null, whether or not there is one.</summary>
    public async Task<ProjectView?> FindAsync(ClaimsPrincipal user, string id)
    {
        if (string.IsNullOrWhiteSpace(id) || id.Length > 40) return null;
        var view = await Grain(id).GetAsync();
        return view is not null && (view.Owner == user.Id() || user.IsAdmin()) ? view : null;
    }

    /// <summary>The grain of a project.</summary>
    public IProjectGrain Grain(string id) => grains.GetGrain<IProjectGrain>(id);
}
