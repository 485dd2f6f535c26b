import { setTimeout as delay } from 'node:timers/promises';
import type { DBOSClient } from '@dbosd/client';
import { Random } from '../support/random.js';
import { EVENT_KEYS, generate, GO, pick, STREAM_KEYS, TOPICS, writes } from './generate.js';
import type { Event, Phase } from './history/entry.js';
import type { Journal } from './history/journal.js';
import { family, type Program } from './script/op.js';

export interface LoadOptions {
  readonly client: DBOSClient;
  readonly journal: Journal;
  readonly random: Random;
  readonly queueName: string;
}

/** Workflows that know each other. */
const COHORT = 5;
/** Messages from outside to each cohort. */
const OUTSIDE_MESSAGES = 8;
const LOOKS = 6;
const RETRY_MS = 200;
const ACTIVE = ['PENDING', 'ENQUEUED', 'DELAYED'];

/** Runs workflows, sends to them, and reads what they publish, from outside and through all faults. */
export class Load {
  readonly #options: LoadOptions;
  /** Every program that was enqueued, those of children too. */
  readonly programs: Program[] = [];
  completed = 0;
  #cohorts = 0;
  #looks = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  /** Runs so many cohorts at a time, one after the other, until the signal ends it; those under way are waited for. */
  async run(lanes: number, signal: AbortSignal): Promise<void> {
    const lane = async (): Promise<void> => {
      while (!signal.aborted) await this.#cohort();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  async #cohort(): Promise<void> {
    this.#cohorts += 1;
    const name = `cohort-${String(this.#cohorts)}`;
    // Of its own, so that a seed gives the same programs whatever the order of things.
    const random = new Random(this.#options.random.int(2 ** 31));
    const ids = Array.from({ length: COHORT }, (_, n) => `${name}-${String(n)}`);
    const programs = generate(random, ids);
    this.programs.push(...programs.flatMap(family));
    await Promise.all(programs.map((program) => this.#enqueue(program)));
    const watching = programs.flatMap((program) => this.#watch(random, program));
    // Awaited below; one that fails before must not end the process.
    for (const watch of watching) watch.catch(() => undefined);
    await Promise.all(ids.map((id) => this.#send(`${name} go`, id, `go ${id}`, GO)));
    await this.#sendFromOutside(random, name, ids);
    await Promise.all(ids.map((id) => this.#untilEnded(id)));
    await Promise.all(watching);
  }

  async #enqueue({ workflowId, ops }: Program): Promise<void> {
    const { client, queueName } = this.#options;
    await persistently(() =>
      client.enqueue(
        { queueName, workflowName: 'script', workflowID: workflowId, serializationType: 'native' },
        ops,
      ),
    );
  }

  async #sendFromOutside(random: Random, name: string, ids: readonly string[]): Promise<void> {
    for (let n = 1; n <= OUTSIDE_MESSAGES; n += 1) {
      const value = `outside ${name} ${String(n)}`;
      await this.#send(name, pick(random, ids), value, pick(random, TOPICS));
      await delay(random.int(300));
    }
  }

  async #send(from: string, to: string, value: string, topic: string | undefined): Promise<void> {
    const { client, journal } = this.#options;
    const sent = (phase: Phase): Event => ({
      op: 'send',
      phase,
      from,
      to,
      ...(topic === undefined ? {} : { topic }),
      value,
    });
    journal.write(sent('invoke'));
    // The value is the key, so that a repeat is the same message.
    await persistently(() => client.send(to, value, topic, value));
    journal.write(sent('ok'));
  }

  #watch(random: Random, program: Program): Promise<void>[] {
    const { workflowId } = program;
    const readers = STREAM_KEYS.filter((key) => writes(program, key)).map((key) =>
      this.#read(workflowId, key),
    );
    return random.chance(0.5) ? [...readers, this.#look(random, workflowId)] : readers;
  }

  async #read(workflowId: string, key: string): Promise<void> {
    const { client, journal } = this.#options;
    this.#looks += 1;
    const reader = `reader-${String(this.#looks)}`;
    let offset = 0;
    for await (const value of client.readStream<string>(workflowId, key)) {
      journal.write({ op: 'read', reader, workflowId, key, offset, value });
      offset += 1;
    }
    journal.write({ op: 'readEnd', reader, workflowId, key });
  }

  async #look(random: Random, workflowId: string): Promise<void> {
    const { client, journal } = this.#options;
    for (let n = 0; n < LOOKS; n += 1) {
      this.#looks += 1;
      const key = pick(random, EVENT_KEYS);
      const looked = { op: 'getEvent', look: `look-${String(this.#looks)}`, workflowId, key } as const;
      journal.write({ ...looked, phase: 'invoke' });
      const timeoutSeconds = pick(random, [0, 1]);
      const value = await persistently(() => client.getEvent<number>(workflowId, key, { timeoutSeconds }));
      journal.write({ ...looked, phase: 'ok', value });
      await delay(random.int(600));
    }
  }

  async #untilEnded(workflowId: string): Promise<void> {
    const { client } = this.#options;
    await persistently(async () => {
      // What it failed with is the checkers' matter.
      const status = await client
        .retrieveWorkflow(workflowId)
        .getResult()
        .then(
          () => 'SUCCESS',
          async () => (await client.getWorkflow(workflowId))?.status ?? 'PENDING',
        );
      if (ACTIVE.includes(status)) throw new Error(`workflow ${workflowId} goes on`);
    });
    this.completed += 1;
  }
}

/** A minute without a daemon is no reason to give up: it is tried again until it succeeds. */
async function persistently<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch {
      await delay(RETRY_MS);
    }
  }
}
