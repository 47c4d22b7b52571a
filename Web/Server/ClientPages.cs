using Distribution.Web.Common;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace Distribution.Web;

/// <summary>
/// The built pages. Their parts are named by their content, so they are kept for ever; the pages that name them are asked for each
/// time. A page has many addresses, and shows by its address what was asked for: one is the workplace, the other the control room.
/// </summary>
internal static class ClientPages
{
    /// <summary>Best first, with the ending of the packed file.</summary>
    private static readonly (string Name, string Ending)[] Packings = [("br", ".br"), ("gzip", ".gz")];

    private static readonly FileExtensionContentTypeProvider Types = new()
    {
        Mappings = { [".br"] = "application/octet-stream", [".gz"] = "application/octet-stream" },
    };

    private static readonly HashSet<string> Sections = new(StringComparer.Ordinal) { "work", "earnings", "learning", "feedback", "profile" };

    public static void UseClientPages(this WebApplication app)
    {
        var folder = app.Services.GetRequiredService<IOptions<WebOptions>>().Value.ClientFolder;
        if (!Directory.Exists(folder)) return;
        var files = new PhysicalFileProvider(Path.GetFullPath(folder));
        app.Use((http, next) =>
        {
            if (!HttpMethods.IsGet(http.Request.Method) || http.Request.Path.StartsWithSegments("/api")) return next(http);
            if (PageOf(http.Request.Path) is { } page) http.Request.Path = page;
            return PackedAsync(http, files, next);
        });
        app.UseFileServer(new FileServerOptions
        {
            FileProvider = files,
            EnableDirectoryBrowsing = false,
            StaticFileOptions = { OnPrepareResponse = KeepOrAsk, ContentTypeProvider = Types },
        });
    }

    /// <summary>The page that an address belongs to, or null: the workplace's sections, and all of the control room.</summary>
    private static string? PageOf(PathString path)
    {
        if (path.Value is not ['/', .. var rest]) return null;
        var section = rest.Split('/')[0];
        return section == "manage" ? "/manage.html" : Sections.Contains(section) ? "/" : null;
    }

    /// <summary>
    /// Scripts, styles and pages were packed when they were built, and go out as they lie there. What an account sees is never packed together
    /// with what others might send.
    /// </summary>
    private static Task PackedAsync(HttpContext http, PhysicalFileProvider files, RequestDelegate next)
    {
        var path = http.Request.Path.Value is "/" ? "/index.html" : http.Request.Path.Value ?? "";
        if (!Types.TryGetContentType(path, out _) || !files.GetFileInfo(path + Packings[0].Ending).Exists) return next(http);
        http.Response.Headers.Vary = "Accept-Encoding";
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        foreach (var (name, ending) in Packings)
        {
            if (!accepted.Contains(name, StringComparison.OrdinalIgnoreCase)) continue;
            http.Request.Path = path + ending;
            return next(http);
        }

        return next(http);
    }

    private static void KeepOrAsk(StaticFileResponseContext file)
    {
        var (http, headers) = (file.Context, file.Context.Response.Headers);
        headers.CacheControl = http.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
        foreach (var (name, ending) in Packings)
        {
            if (!file.File.Name.EndsWith(ending, StringComparison.Ordinal)) continue;
            headers.ContentEncoding = name;
            headers.ContentType = Types.TryGetContentType(file.File.Name[..^ending.Length], out var type) ? type : "application/octet-stream";
        }
    }
}
