import { dbosdSchemaName } from './schema/schema-name.js';

/** The two schemas that statements speak of, quoted as identifiers. */
export interface Schemas {
  /** DBOS's own, like `"dbos"`. */
  readonly dbos: string;
  /** Ours next to it, like `"dbosd"`. */
  readonly own: string;
}

/** A statement: its name on the connection (parsed and planned once there), and its text. */
export interface Statement {
  /** Absent: composed for this one call, so that it is planned for its values, and neither it nor its text is kept. */
  readonly name?: string;
  readonly text: (schemas: Schemas) => string;
}

/** The tables that a text speaks of, those of DBOS and ours, sorted. */
export function tablesOf(text: string, { dbos, own }: Schemas): readonly string[] {
  const tables = new Set<string>();
  for (const schema of [`${dbos}.`, `${own}.`]) {
    for (let at = text.indexOf(schema); at >= 0; at = text.indexOf(schema, at + schema.length)) {
      const [name] = /^\w*/.exec(text.slice(at + schema.length, at + schema.length + 64)) ?? [''];
      tables.add(name);
    }
  }
  return [...tables].sort();
}

export function schemasOf(dbosSchema: string): Schemas {
  return { dbos: quoteIdentifier(dbosSchema), own: quoteIdentifier(dbosdSchemaName(dbosSchema)) };
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** SQL with a `?` for each of its values. */
export interface Fragment {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** In a box, so that a fragment that is in a text many times sends its values once. */
interface Value {
  readonly value: unknown;
}

/** Stands for the schema of DBOS's tables, in texts that are composed before it is known. Values are never in the text. */
export const DBOS = '<dbos>';

export function fragment(sql: string, ...values: readonly unknown[]): Fragment {
  return { sql, values: values.map((value) => ({ value })) };
}

export function around(before: string, { sql, values }: Fragment, after = ''): Fragment {
  return { sql: before + sql + after, values };
}

export function joined(between: string, parts: readonly Fragment[]): Fragment {
  return {
    sql: parts.map(({ sql }) => sql).join(between),
    values: parts.flatMap(({ values }) => values),
  };
}

/** All of them hold. */
export function allOf(conditions: readonly Fragment[]): Fragment {
  return conditions.length === 0 ? fragment('true') : joined(' and ', conditions);
}

/** One of them holds. */
export function oneOf(conditions: readonly Fragment[]): Fragment {
  return around('(', joined(' or ', conditions), ')');
}

/** SQL with numbered parameters, for any schema. */
export function numbered({ sql, values }: Fragment): {
  readonly text: (dbos: string) => string;
  readonly values: unknown[];
} {
  const places = new Map<Value, number>();
  let next = 0;
  const text = sql.replaceAll('?', () => {
    const value = values[next++];
    if (value === undefined) throw new Error('a statement has more places than values');
    if (!places.has(value)) places.set(value, places.size + 1);
    return `$${String(places.get(value))}`;
  });
  if (next !== values.length) throw new Error('a statement has more values than places');
  return {
    text: (dbos) => text.replaceAll(DBOS, dbos),
    values: [...places.keys()].map(({ value }) => value),
  };
}
