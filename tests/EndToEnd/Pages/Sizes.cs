using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>The same page in every window that people have. Much cheaper than opening it anew in each.</summary>
internal static class Sizes
{
    /// <summary>A small phone, a laptop at 200 %, a tablet, a large screen; in CSS pixels.</summary>
    private static readonly (int Width, int Height)[] Windows = [(360, 740), (720, 450), (768, 1024), (2560, 1440)];

    /// <summary>Set, a picture of each size is kept, for people to look at.</summary>
    private static readonly bool KeepsPictures = Environment.GetEnvironmentVariable("DISTRIBUTION_PICTURES") == "1";

    /// <summary>
    /// What runs out of its window, and which running text has lines longer than people read with ease: 76 widths of a digit, some 75 to 85 letters. The
    /// window is as it was afterwards.
    /// </summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string what)
    {
        var faults = new List<string>();
        var before = page.ViewportSize!;
        foreach (var (width, height) in Windows)
        {
            await page.SetViewportSizeAsync(width, height);
            var found = await page.EvaluateAsync<string[]>("""
                () => new Promise(tell => requestAnimationFrame(() => requestAnimationFrame(tell))).then(() => {
                  const over = document.documentElement.scrollWidth - innerWidth;
                  const ruler = document.createElement('canvas').getContext('2d');
                  const long = [...document.querySelectorAll('main p, main li, main dd, main legend, main td')].filter(element => {
                    const own = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join('').trim();
                    if (own.split(/\s+/).length < 8 || !element.checkVisibility()) return false;
                    const range = document.createRange();
                    range.selectNodeContents(element);
                    const { fontWeight, fontSize, fontFamily } = getComputedStyle(element);
                    ruler.font = `${fontWeight} ${fontSize} ${fontFamily}`;
                    return Math.max(...[...range.getClientRects()].map(line => line.width)) > 76.5 * ruler.measureText('0').width;
                  });
                  return [...(over > 0 ? [`${over} px too wide`] : []), ...long.map(element => `a long line: ${element.textContent.slice(0, 80)}`)];
                })
                """);
            faults.AddRange(found.Select(fault => $"{what} in {width} × {height}: {fault}"));
            if (KeepsPictures || found.Length > 0) await Browser.SaveAsync(page, $"{what}-in-{width}");
        }

        await page.SetViewportSizeAsync(before.Width, before.Height);
        return faults;
    }
}
