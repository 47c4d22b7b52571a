using System.IO.Compression;
using Distribution.Web.Common;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace Distribution.Web;

/// <summary>
/// The built pages. Their parts are named by their content, so they are kept for ever; the pages that name them are asked for each
/// time. One page has many addresses, and shows by its address what was asked for.
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
            if (HttpMethods.IsGet(http.Request.Method) && IsSection(http.Request.Path)) http.Request.Path = "/";
            return next(http);
        });
        app.UseFileServer(new FileServerOptions
        {
            FileProvider = new PhysicalFileProvider(Path.GetFullPath(folder)),
            EnableDirectoryBrowsing = false,
            StaticFileOptions = { OnPrepareResponse = KeepOrAsk },
        });
    }

    private static bool IsSection(PathString path) => path.Value is ['/', .. var rest] && Sections.Contains(rest.Split('/')[0]);

    private static void KeepOrAsk(StaticFileResponseContext file) => file.Context.Response.Headers.CacheControl =
        file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
}
