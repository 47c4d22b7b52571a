// The description that the server gives of itself, as far as people read it.
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  oneOf?: Schema[];
  default?: unknown;
  format?: string;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema?: Schema;
}

interface RawOperation {
  operationId: string;
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
}

export interface Description {
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Operation {
  id: string;
  tag: string;
  method: string;
  path: string;
  summary: string;
  parameters: Parameter[];
  body: Schema | null;
  answer: Schema | null;
}

export function operationsOf(description: Description): Operation[] {
  return Object.entries(description.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, raw]) => ({
    id: raw.operationId, tag: raw.tags?.[0] ?? '', method: method.toUpperCase(), path, summary: raw.summary ?? raw.description ?? wordsOf(raw.operationId), parameters: raw.parameters ?? [],
    body: raw.requestBody?.content?.['application/json']?.schema ?? null,
    answer: Object.entries(raw.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1].content?.['application/json']?.schema ?? null,
  }))).sort((a, b) => a.tag.localeCompare(b.tag) || a.path.localeCompare(b.path));
}

/** "SetProjectBudget" as "Set project budget". */
const wordsOf = (id: string): string => id.replace(/([a-z])([A-Z])/g, (_, before: string, next: string) => `${before} ${next.toLowerCase()}`);

const deepest = 14;

/** An example that has the shape of a schema; what may be left out is left out beyond the first levels. */
export function exampleOf(description: Description, schema: Schema | undefined, depth = 0): unknown {
  if (!schema || depth > deepest) return null;
  if (schema.$ref) return exampleOf(description, description.components.schemas[schema.$ref.split('/').at(-1) ?? ''], depth + 1);
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  if (schema.enum) return schema.enum.find((value) => value !== null) ?? null;
  if (schema.oneOf) return exampleOf(description, schema.oneOf.find((each) => each.type !== 'null'), depth + 1);
  const type = Array.isArray(schema.type) ? schema.type.find((each) => each !== 'null') : schema.type;
  if (schema.properties) {
    const names = Object.keys(schema.properties).filter((name) => depth < 2 || schema.required?.includes(name));
    return Object.fromEntries(names.map((name) => [name, exampleOf(description, schema.properties?.[name], depth + 1)]));
  }
  switch (type) {
    case 'array': return [exampleOf(description, schema.items, depth + 1)];
    case 'integer': case 'number': return 1;
    case 'boolean': return true;
    case 'string': return schema.format === 'date-time' ? '2026-01-31T09:00:00Z' : schema.description?.startsWith('Micro-units') ? '1250000' : 'text';
    default: return typeof schema.additionalProperties === 'object' ? { key: exampleOf(description, schema.additionalProperties, depth + 1) } : {};
  }
}
