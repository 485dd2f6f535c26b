import { systemClock } from '@dbosd/shared';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import type { Readings } from '@dbosd/daemon/internal/hub/readings.js';
import { workflowHash } from '@dbosd/daemon/internal/store/channels.js';
import { awaitFirst } from '@dbosd/daemon/internal/operations/await-first.js';
import { awaitWorkflow } from '@dbosd/daemon/internal/operations/await-workflow.js';
import { getEvent } from '@dbosd/daemon/internal/operations/get-event.js';
import { expect } from 'chai';
import { failureOf } from '../../support/failure-of.js';
import { until } from '../../support/until.js';

const ID = 'w';
const LONG = { timeoutMs: 600_000, holdMs: 600_000, signal: new AbortController().signal };
const QUERY = { workflowId: ID, waitForStart: true, maxValueBytes: 1 };

/** One workflow, and what is read of it. */
class Scene {
  readonly hub = new Hub();
  readonly deps = { hub: this.hub, clock: systemClock, readings: this.#readings() };
  reads = 0;
  state: 'active' | 'missing' | 'completed' = 'active';

  wake(): void {
    this.hub.hint({ kind: 'workflow', hash: workflowHash(ID) });
  }

  #readings(): Readings {
    const read = (): Promise<string> => {
      this.reads += 1;
      return Promise.resolve(this.state);
    };
    return {
      outcome: async () => ({ kind: await read() }),
      first: async () => {
        const kind = await read();
        return kind === 'completed' ? { kind } : { kind: 'active', missing: kind === 'missing' ? [ID] : [] };
      },
      event: async () => {
        const kind = await read();
        return kind === 'missing' ? {} : { workflowStatus: kind === 'completed' ? 'SUCCESS' : 'PENDING' };
      },
    } as unknown as Readings;
  }
}

const WAITS: Readonly<Record<string, (scene: Scene) => Promise<{ readonly kind: string }>>> = {
  awaitWorkflow: ({ deps }) => awaitWorkflow(deps, QUERY, LONG),
  awaitFirst: ({ deps }) => awaitFirst(deps, { ...QUERY, workflowIds: [ID] }, LONG),
  getEvent: ({ deps }) => getEvent(deps, { ...QUERY, key: 'k' }, LONG),
};

describe('a wait for the start of a workflow that has just been deleted', () => {
  for (const [name, wait] of Object.entries(WAITS)) {
    it(`goes on, while those that saw it end: ${name}`, async () => {
      const scene = new Scene();
      const saw = failureOf(wait(scene));
      await until(() => scene.hub.knows(ID));
      scene.state = 'missing';
      // It has not been said yet that the workflow is gone: the new one finds out first.
      const waits = wait(scene);
      expect(await saw).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
      scene.state = 'completed';
      scene.wake();
      expect((await waits).kind).to.be.oneOf(['completed', 'workflowEnded']);
      expect(scene.hub.size).to.equal(0);
    });
  }
});
