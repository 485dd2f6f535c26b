import pg from 'pg';
import { inspectDbosSchema, type SchemaInspection } from './inspect-dbos-schema.js';

/** As `inspectDbosSchema`, on a connection of its own. Connection errors come as pg throws them. */
export async function inspectDbosSchemaAt(url: string, schema: string): Promise<SchemaInspection> {
  const client = new pg.Client({ connectionString: url });
  // A connection that breaks says so in the query under way; without a listener it would also end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await inspectDbosSchema(client, schema);
  } finally {
    await client.end();
  }
}
