interface Section {
  title: string;
  body: string;
}

function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  for (const line of text.split('\n')) {
    const title = /^#{1,6}\s+(.+?)\s*#*$/.exec(line)?.[1];
    const last = sections.at(-1);
    if (title !== undefined) sections.push({ title, body: '' });
    else if (last) last.body += `${line}\n`;
  }
  return sections;
}

/**
 * What stands under a heading. A reviewer may have cited it in another language than one reads: where both texts have as many headings,
 * the same place is shown. Null when there is none of that name.
 */
export function sectionNamed(texts: readonly string[], shown: string, heading: string): Section | null {
  const wanted = heading.trim().toLocaleLowerCase();
  const own = sectionsOf(shown);
  for (const sections of [own, ...texts.map(sectionsOf)]) {
    const place = sections.findIndex(({ title }) => title.toLocaleLowerCase() === wanted);
    if (place >= 0) return (sections.length === own.length ? own[place] : sections[place]) ?? null;
  }
  return null;
}
