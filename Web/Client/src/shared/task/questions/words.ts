// Choosing a part of a text with arrow keys, word by word: what a caret cannot do in a text that is not edited.
export interface Range {
  start: number;
  end: number;
}

const pieces = (text: string, granularity: 'word' | 'sentence'): Range[] =>
  [...new Intl.Segmenter(document.documentElement.lang, { granularity }).segment(text)]
    .filter(({ segment, isWordLike }) => (granularity === 'word' ? isWordLike : segment.trim() !== ''))
    .map(({ index, segment }) => ({ start: index, end: index + segment.length }));

/** What a key chooses after what is chosen now; null when the key does nothing here. */
export function chosenBy(key: string, isLonger: boolean, text: string, now: Range | null): Range | null {
  const words = pieces(text, 'word');
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return null;
  const after = words.find(({ start }) => start >= (now?.end ?? 0)) ?? last;
  const before = words.findLast(({ end }) => end <= (now?.start ?? 0)) ?? first;
  if (isLonger && now) {
    const shorter = words.findLast(({ end }) => end < now.end && end > now.start);
    if (key === 'ArrowRight') return { start: now.start, end: Math.max(now.end, after.end) };
    if (key === 'ArrowLeft') return { start: now.start, end: shorter?.end ?? now.end };
    if (key === 'ArrowDown') return { start: now.start, end: pieces(text, 'sentence').find(({ end }) => end > now.end)?.end ?? text.length };
    return null;
  }
  const startsAt = now?.start ?? -1;
  switch (key) {
    case 'ArrowRight': return after;
    case 'ArrowLeft': return before;
    case 'ArrowDown': return wordAt(words, pieces(text, 'sentence').find(({ start }) => start > startsAt)?.start) ?? last;
    case 'ArrowUp': return wordAt(words, pieces(text, 'sentence').findLast(({ start, end }) => start < startsAt && end <= startsAt)?.start) ?? first;
    case 'Home': return first;
    case 'End': return last;
    default: return null;
  }
}

const wordAt = (words: Range[], from: number | undefined): Range | undefined => (from === undefined ? undefined : words.find(({ start }) => start >= from));

/** Blanks at the ends are no part of a mark, and no character is cut in two. */
export function trimmed(text: string, range: Range): Range | null {
  let { start, end } = range;
  while (start < end && /\s/.test(text[start] ?? '')) start++;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end--;
  if (/[\uDC00-\uDFFF]/.test(text[start] ?? '')) start--;
  if (/[\uDC00-\uDFFF]/.test(text[end] ?? '')) end++;
  return start < end ? { start, end } : null;
}

/** Selects a part of what an element shows, by its own offsets. */
export function select(element: HTMLElement, { start, end }: Range): void {
  const [from, to] = [placeOf(element, start), placeOf(element, end)];
  if (!from || !to) return;
  getSelection()?.setBaseAndExtent(from.node, from.at, to.node, to.at);
  from.node.parentElement?.scrollIntoView({ block: 'nearest' });
}

function placeOf(element: HTMLElement, offset: number): { node: Text; at: number } | null {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let passed = 0;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (offset <= passed + node.length) return { node, at: offset - passed };
    passed += node.length;
  }
  return null;
}
