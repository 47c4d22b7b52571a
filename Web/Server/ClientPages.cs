using System.IO.Compression;
using Distribution.Web.Common;
using Microsoft.AspNetCore.ResponseCompression;
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
    private static readonly HashSet<string> Sections = new(StringComparer.Ordinal) { "work", "earnings", "learning", "feedback", "profile" };

    public static void AddClientPages(this IServiceCollection services)
    {
        // Scripts and styles only: what an account sees is never packed together with what others might send.
        services.AddResponseCompression(static options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = ["text/javascript", "text/css", "text/html"];
        });
        services.Configure<BrotliCompressionProviderOptions>(static options => options.Level = CompressionLevel.Fastest);
    }

    public static void UseClientPages(this WebApplication app)
    {
        var folder = app.Services.GetRequiredService<IOptions<WebOptions>>().Value.ClientFolder;
        if (!Directory.Exists(folder)) return;
        app.UseWhen(static http => !http.Request.Path.StartsWithSegments("/api"), static pages => pages.UseResponseCompression());
        app.Use(static (http, next) =>
        {
            if (HttpMethods.IsGet(http.Request.Method) && PageOf(http.Request.Path) is { } page) http.Request.Path = page;
            return next(http);
        });
        app.UseFileServer(new FileServerOptions
        {
            FileProvider = new PhysicalFileProvider(Path.GetFullPath(folder)),
            EnableDirectoryBrowsing = false,
            StaticFileOptions = { OnPrepareResponse = KeepOrAsk },
        });
    }

    /// <summary>The page that an address belongs to, or null: the workplace's sections, and all of the control room.</summary>
    private static string? PageOf(PathString path)
    {
        if (path.Value is not ['/', .. var rest]) return null;
        var section = rest.Split('/')[0];
        return section == "manage" ? "/manage.html" : Sections.Contains(section) ? "/" : null;
    }

    private static void KeepOrAsk(StaticFileResponseContext file) => file.Context.Response.Headers.CacheControl =
        file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
}
