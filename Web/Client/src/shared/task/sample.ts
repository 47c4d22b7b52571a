// What a task of a type could look like, for a preview before there is any.
import type { Payload } from './document';

interface Field {
  name: string;
  kind: string;
}

const images = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='480' height='270'%3E%3Crect width='480' height='270' fill='%2389a'/%3E%3C/svg%3E";

export function sampleOf(fields: readonly Field[], say: (name: string) => string): Payload {
  return Object.fromEntries(fields.map(({ name, kind }) => [name, valueOf(kind, say(name))]));
}

function valueOf(kind: string, text: string): unknown {
  switch (kind) {
    case 'number': return 42;
    case 'boolean': return true;
    case 'texts': return [`${text} 1`, `${text} 2`];
    case 'messages': return [{ role: 'user', content: text }, { role: 'assistant', content: text }];
    case 'table': return [['A', 'B'], ['1', '2']];
    case 'image': return images;
    case 'rubric': return [{ id: 'c1', text: `${text} 1`, points: 3 }, { id: 'c2', text: `${text} 2`, points: 2 }];
    case 'json': return { text };
    default: return text;
  }
}
