export interface Section {
  title: string;
  body: string;
}

/** A Markdown text by its headings; what stands before the first has no title. Fenced code is no heading. */
export function sectionsOf(text: string): Section[] {
  const sections: Section[] = [{ title: '', body: '' }];
  let isCode = false;
  for (const line of text.split('\n')) {
    if (/^(```|~~~)/.test(line)) isCode = !isCode;
    const title = isCode ? undefined : /^#{1,3}\s+(.+?)\s*#*$/.exec(line)?.[1];
    const last = sections.at(-1);
    if (title !== undefined) sections.push({ title, body: '' });
    else if (last) last.body += `${line}\n`;
  }
  return sections.filter((section) => section.title !== '' || section.body.trim() !== '');
}
