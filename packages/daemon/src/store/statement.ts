import { dbosdSchemaName } from './schema/schema-name.js';

/** The two schemas that statements speak of, quoted as identifiers. */
export interface Schemas {
  /** DBOS's own, like `"dbos"`. */
  readonly dbos: string;
  /** Ours beside it, like `"dbosd"`. */
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
