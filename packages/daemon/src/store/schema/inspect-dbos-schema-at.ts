import { LOOK, withConnection } from '../connection/connect.js';
import { inspectDbosSchema, type SchemaInspection } from './inspect-dbos-schema.js';

/** As `inspectDbosSchema`, on a connection of its own. Connection errors come as pg throws them. */
export async function inspectDbosSchemaAt(url: string, schema: string): Promise<SchemaInspection> {
  return withConnection({ url, ...LOOK }, (client) => inspectDbosSchema(client, schema));
}
