import { randomUUID } from 'node:crypto';
import { withClient } from '../connect.js';
import { TOKEN } from '../durable.js';

/** Makes a workflow like another one, as it was when it began, and run by a worker of ours under `TOKEN`. */
export async function workerTwinOf(url: string, id: string): Promise<string> {
  const twin = randomUUID();
  await withClient(url, async (client) => {
    await client.query(
      `insert into dbos.workflow_status
      select (jsonb_populate_record(w, jsonb_build_object(
        'workflow_uuid', $2::text, 'status', 'PENDING', 'owner_xid', $3::text, 'completed_at', null))).*
      from dbos.workflow_status w where workflow_uuid = $1`,
      [id, twin, TOKEN],
    );
    await client.query(
      `insert into dbos.workflow_input (workflow_uuid, inputs)
      select $2, inputs from dbos.workflow_input where workflow_uuid = $1`,
      [id, twin],
    );
  });
  return twin;
}
