import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { check } from '../soak/checkers/check.js';
import type { Entry } from '../soak/history/entry.js';
import { readHistory } from '../soak/history/journal.js';
import { WorkerProcess, type WorkerSettings } from '../soak/processes/worker-process.js';
import { family, type Op, type Program } from '../soak/script/op.js';
import { readTables } from '../soak/tables.js';
import { withClient } from './connect.js';
import { until } from './until.js';
import type { WorkerScene } from './worker-scene.js';

/** Worker processes of one application on a scene's database, what they write down, and what is expected of them. */
export class WorkerCrew {
  readonly folder: string;
  readonly #scene: WorkerScene;
  readonly #programs: Program[] = [];
  readonly #workers: WorkerProcess[] = [];

  static async open(scene: WorkerScene): Promise<WorkerCrew> {
    return new WorkerCrew(scene, await mkdtemp(join(tmpdir(), 'dbosd-crew-')));
  }

  private constructor(scene: WorkerScene, folder: string) {
    this.#scene = scene;
    this.folder = folder;
  }

  async start(proc: string, address: string, more: Partial<WorkerSettings> = {}): Promise<WorkerProcess> {
    const settings = { application: 'crew', addresses: [address], folder: this.folder, proc, ...more };
    const worker = await WorkerProcess.start(settings);
    this.#workers.push(worker);
    return worker;
  }

  /** A program that must come to its end. */
  program(opsOf: (workflowId: string) => readonly Op[], workflowId: string = randomUUID()): Program {
    const program = { workflowId, ops: opsOf(workflowId) };
    this.#programs.push(program);
    return program;
  }

  row({ workflowId }: Program): Promise<Record<string, unknown> | undefined> {
    return this.#scene.row(workflowId);
  }

  /** What has been written down, of one process or of all. */
  async history(proc?: string): Promise<Entry[]> {
    const history = await readHistory(this.folder);
    return proc === undefined ? history : history.filter((entry) => entry.proc === proc);
  }

  /** The program has come to its end, and every promise was kept, to those before it too. */
  async completes(program: Program): Promise<void> {
    await until(async () => (await this.row(program))?.['status'] === 'SUCCESS');
    const tables = await withClient(this.#scene.databaseUrl, readTables);
    const programs = this.#programs.flatMap(family);
    expect(check({ programs, history: await this.history(), tables })).to.deep.equal([]);
  }

  /** Kills them all. */
  async close(): Promise<void> {
    for (const worker of this.#workers) await worker.kill();
    await rm(this.folder, { recursive: true });
  }
}
