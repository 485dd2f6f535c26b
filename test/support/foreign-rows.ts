import { randomUUID } from 'node:crypto';
import type { DbosWriter } from './dbos-writer.js';

/**
 * Rows as other SDKs write them, recorded from applications of DBOS for Go 1.8.0 and for Java 1.1.0-m6. Columns that are
 * not named are NULL or have their default.
 */
export interface ForeignWorkflow {
  readonly id?: string;
  readonly status?: string;
  readonly name?: string;
  readonly serialization: string | null;
  readonly input?: string;
  readonly output?: string | null;
  readonly error?: string | null;
  /** Further columns of workflow_status. */
  readonly columns?: Readonly<Record<string, unknown>>;
}

/** A row of operation_outputs. */
export interface ForeignStep {
  readonly functionId: number;
  readonly name: string;
  readonly output?: string | null;
  readonly error?: string | null;
  readonly childWorkflowId?: string | null;
  readonly serialization?: string | null;
}

/** Stores a workflow as its payload tables have it. Returns its id. */
export async function storeWorkflow(dbos: DbosWriter, workflow: ForeignWorkflow): Promise<string> {
  const { id = randomUUID(), status = 'SUCCESS', name = 'steps', serialization } = workflow;
  const columns = { workflow_uuid: id, status, name, serialization, ...workflow.columns };
  const names = Object.keys(columns);
  const places = names.map((_name, at) => `$${String(at + 1)}`);
  await dbos.query(
    `insert into dbos.workflow_status (${names.join(', ')}) values (${places.join(', ')})`,
    Object.values(columns),
  );
  if (workflow.input !== undefined) {
    await dbos.query('insert into dbos.workflow_input (workflow_uuid, inputs) values ($1, $2)', [
      id,
      workflow.input,
    ]);
  }
  if (workflow.output !== undefined || workflow.error !== undefined) {
    await dbos.query('insert into dbos.workflow_output (workflow_uuid, output, error) values ($1, $2, $3)', [
      id,
      workflow.output,
      workflow.error,
    ]);
  }
  return id;
}

/** Stores what a workflow has recorded. */
export async function storeSteps(dbos: DbosWriter, id: string, ...steps: ForeignStep[]): Promise<void> {
  for (const { functionId, name, output, error, childWorkflowId, serialization } of steps) {
    await dbos.query(
      `insert into dbos.operation_outputs
         (workflow_uuid, function_id, function_name, output, error, child_workflow_id, serialization)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, functionId, name, output, error, childWorkflowId, serialization],
    );
  }
}

/** What DBOS for Go writes where it has nothing to say: into every row, an empty user and role, and roles of JSON null. */
export const GO_COLUMNS = {
  authenticated_user: '',
  assumed_role: '',
  authenticated_roles: 'null',
  application_id: '',
  executor_id: 'local',
  application_name: 'goapp',
} as const;

/** Every text column of workflow_status that may be unset, filled with an empty of the writer's own. */
export const EMPTY_COLUMNS = {
  class_name: '',
  config_name: '',
  queue_name: '',
  authenticated_user: '',
  assumed_role: '',
  authenticated_roles: '',
  executor_id: '',
  application_version: '',
  application_id: '',
  application_name: '',
  queue_partition_key: '',
  forked_from: '',
  parent_workflow_id: '',
  schedule_name: '',
  attributes: 'null',
} as const;

/** Base64 of JSON, with an empty error next to the output. */
export const GO_SUCCESS: ForeignWorkflow = {
  serialization: 'DBOS_JSON',
  input: base64('3'),
  output: base64('{"a":4,"b":8}'),
  error: '',
  columns: GO_COLUMNS,
};

/** The same of a workflow with portable values. */
export const GO_PORTABLE_SUCCESS: ForeignWorkflow = {
  serialization: 'portable_json',
  input: '{"positionalArgs":[3],"namedArgs":{}}',
  output: '{"a":4,"b":8}',
  error: '',
  columns: { ...GO_COLUMNS, authenticated_roles: '[]', queue_name: 'goapp-q' },
};

/** A failure has both, the error as plain text where its type is not one that Go can encode. */
export const GO_FAILURE: ForeignWorkflow = {
  status: 'ERROR',
  serialization: 'DBOS_JSON',
  input: base64('"plain"'),
  output: base64('""'),
  error: 'bang ü',
  columns: GO_COLUMNS,
};

/** The same with portable values. */
export const GO_PORTABLE_FAILURE: ForeignWorkflow = {
  status: 'ERROR',
  serialization: 'portable_json',
  input: '{"positionalArgs":["portable"],"namedArgs":{}}',
  output: '""',
  error: '{"name":"OutOfStock","message":"no stock","code":7,"data":{"sku":"w"}}',
  columns: GO_COLUMNS,
};

/** Java 1.1.0 stores payloads in the status row, and names no format where it is its own. */
export const JAVA_SUCCESS: ForeignWorkflow = {
  serialization: 'portable_json',
  columns: { inputs: '{"positionalArgs":[3]}', output: '{"a":4,"b":8}', class_name: 'App' },
};

export const JAVA_PORTABLE_FAILURE: ForeignWorkflow = {
  status: 'ERROR',
  serialization: 'portable_json',
  columns: {
    inputs: '{"positionalArgs":["plain"]}',
    error: '{"name":"IllegalStateException","message":"bang ü","code":null,"data":null}',
    class_name: 'App',
  },
};

/** Values of its own: Jackson's JSON with the classes of all that is no primitive. */
export const JAVA_INSTANT = {
  data: '["java.time.Instant","2026-01-02T03:04:05.678Z"]',
  serialization: 'java_jackson',
} as const;

export const JAVA_OWN_SUCCESS: ForeignWorkflow = {
  serialization: null,
  columns: {
    inputs: '["[Ljava.lang.Object;",[]]',
    output: '{"@class":"java.util.LinkedHashMap","set":["java.util.HashSet",[1]],"num":7}',
  },
};

/** As DBOS for Python writes values of its own: base64 of a pickle, here of a list. */
export const PYTHON_PICKLE = { data: 'gARLAS4=', serialization: 'py_pickle' } as const;

export function base64(json: string): string {
  return Buffer.from(json).toString('base64');
}
