import { randomUUID } from 'node:crypto';
import { setEvents } from '@dbosd/daemon/internal/store/queries/events/set-events.js';
import { insertMessages } from '@dbosd/daemon/internal/store/queries/messages/insert-messages.js';
import { appendStreams } from '@dbosd/daemon/internal/store/queries/streams/append-streams.js';
import { recordSteps } from '@dbosd/daemon/internal/store/queries/workflows/record-steps.js';
import { openStore, type Store } from '@dbosd/daemon/internal/store/store.js';
import { storedPayload } from '../drivers/payload.js';
import { alternate } from '../measure/alternate.js';
import { figure } from '../measure/figures.js';
import { atMost, type Result } from '../measure/result.js';
import { spreadOf } from '../measure/spread.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import type { Stage } from '../stage/stage.js';
import type { Row } from './row.js';

/** Members of a statement: of a caller that awaits each, and of what many callers make together. */
const SIZES = [1, 48];
const WORKFLOWS = 64;
const TOKEN = 'bench';
const GOAL = 1.4;

/** One statement of dbosd, and a bare insert into the table that holds its effect. */
interface Subject {
  readonly name: string;
  readonly run: (store: Store, members: readonly Member[]) => Promise<unknown>;
  readonly table: string;
  /** What the bare insert selects from `unnest($1::text[], $2::int[], $3::text[]) as m (workflow, n, value)`. */
  readonly columns: string;
  readonly values: string;
}

interface Member {
  readonly workflowId: string;
  /** Another one for each member. */
  readonly n: number;
}

const VALUE = { data: storedPayload(), serialization: 'js_superjson' };
const call = ({ workflowId, n }: Member) => ({
  workflowId,
  ownerToken: TOKEN,
  functionId: n,
  startedAtMs: Date.now(),
});

const SUBJECTS: readonly Subject[] = [
  {
    name: 'send',
    run: (store, members) =>
      insertMessages(
        store.write,
        members.map(({ workflowId }) => ({
          messageId: randomUUID(),
          destinationId: workflowId,
          topic: 'bench',
          ...VALUE,
          requireActive: false,
        })),
      ),
    table: 'notifications',
    columns: 'message_uuid, destination_uuid, topic, message, serialization',
    values: `gen_random_uuid()::text, workflow, 'bench', value, 'js_superjson'`,
  },
  {
    name: 'step',
    run: (store, members) =>
      recordSteps(
        store.write,
        members.map((member) => ({ ...call(member), functionName: 'step', output: VALUE })),
      ),
    table: 'operation_outputs',
    columns: 'workflow_uuid, function_id, function_name, output, serialization',
    values: `workflow, n, 'bare', value, 'js_superjson'`,
  },
  {
    name: 'writeStream',
    run: (store, members) =>
      appendStreams(
        store.write,
        members.map((member) => ({
          ...call(member),
          key: 'bench',
          value: VALUE,
          closes: false,
          recorded: true,
        })),
      ),
    table: 'streams',
    columns: 'workflow_uuid, key, "offset", value, function_id, serialization',
    values: `workflow, 'bare', n, value, n, 'js_superjson'`,
  },
  {
    name: 'setEvent',
    run: (store, members) =>
      setEvents(
        store.write,
        members.map((member) => ({ ...call(member), key: 'bench', value: VALUE })),
      ),
    table: 'workflow_events_history',
    columns: 'workflow_uuid, function_id, key, value, serialization',
    values: `workflow, n, 'bare', value, 'js_superjson'`,
  },
];

/** What the statements of hot writes cost next to bare inserts, on one connection and with their commits. */
export const statements: Row = {
  name: 'statements',
  title: 'statements next to bare inserts',
  measure: (stage) =>
    stage.arena(async (arena) => {
      const { database } = await arena.dbosd();
      const store = openStore({
        databaseUrl: database.url,
        dbosSchema: 'dbos',
        writePoolSize: 1,
        readPoolSize: 1,
        namedStatements: true,
        allowAsyncCommit: false,
        onIdleError: () => undefined,
      });
      try {
        await database.query(
          `insert into dbos.workflow_status (workflow_uuid, status, name, owner_xid, created_at, updated_at)
           select 'owned-' || n, 'PENDING', 'bench', $1, 0, 0 from generate_series(0, $2::int - 1) n`,
          [TOKEN, WORKFLOWS],
        );
        const numbers = { next: 0 };
        const results: Result[] = [];
        for (const subject of SUBJECTS) {
          for (const size of SIZES)
            results.push(await measureOne(stage, { database, store, subject, size, numbers }));
        }
        return results;
      } finally {
        await store.close();
      }
    }),
};

interface Measured {
  readonly database: BenchDatabase;
  readonly store: Store;
  readonly subject: Subject;
  readonly size: number;
  readonly numbers: Numbers;
}

/** The numbers that members have had: no two have the same. */
interface Numbers {
  next: number;
}

async function measureOne(
  stage: Stage,
  { database, store, subject, size, numbers }: Measured,
): Promise<Result> {
  const work = `statement of ${subject.name}, ${size === 1 ? 'one member' : `${String(size)} members`}`;
  const bareText = `
    insert into dbos.${subject.table} (${subject.columns})
    select ${subject.values} from unnest($1::text[], $2::int[], $3::text[]) as m (workflow, n, value)`;
  const bare = (members: readonly Member[]): Promise<unknown> =>
    store.write.query({ name: `bare ${subject.name}`, text: () => bareText }, [
      members.map(({ workflowId }) => workflowId),
      members.map(({ n }) => n),
      members.map(() => VALUE.data),
    ]);
  const rounds = { before: () => database.tidy() };
  const samples = await alternate<number, 'ours' | 'bare'>(stage, work, [
    {
      name: 'ours',
      ...rounds,
      measure: () =>
        microsEach({ ms: stage.settings.roundMs, size, numbers }, (members) => subject.run(store, members)),
    },
    {
      name: 'bare',
      ...rounds,
      measure: () => microsEach({ ms: stage.settings.roundMs, size, numbers }, bare),
    },
  ]);
  const ours = figure(...(samples.get('ours') ?? []));
  const { median } = spreadOf(samples.get('bare') ?? []);
  return {
    work,
    setting: 'one connection, each statement commits, 100 bytes a value',
    unit: 'µs/row',
    figures: { dbosd: ours },
    targets: [atMost(`≤ ${String(GOAL)} × a bare insert`, GOAL, ours.spread.median / median)],
    floor: { text: `a bare insert into ${subject.table}`, value: median },
    notes: ['the bare insert into one table takes no lock, checks no owner and records no checkpoint'],
  };
}

async function microsEach(
  { ms, size, numbers }: { ms: number; size: number; numbers: Numbers },
  run: (members: readonly Member[]) => Promise<unknown>,
): Promise<number> {
  const begunMs = performance.now();
  let rows = 0;
  while (performance.now() - begunMs < ms) {
    const first = numbers.next;
    numbers.next += size;
    const members = Array.from({ length: size }, (_, at) => ({
      workflowId: `owned-${String((first + at) % WORKFLOWS)}`,
      n: first + at,
    }));
    await run(members);
    rows += size;
  }
  return ((performance.now() - begunMs) * 1000) / rows;
}
