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

export function schemasOf(dbosSchema: string): Schemas {
  return { dbos: quoteIdentifier(dbosSchema), own: quoteIdentifier(dbosdSchemaName(dbosSchema)) };
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
