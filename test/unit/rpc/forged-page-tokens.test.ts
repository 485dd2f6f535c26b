import { createHash } from 'node:crypto';
import type { DbosdError } from '@dbosd/shared';
import { expect } from 'chai';
import type { Operations } from '@dbosd/daemon/internal/operations/operations.js';
import { fakeOperations } from '../../support/fake-operations.js';
import { forSeeds, type Random } from '../../support/random.js';
import type { RpcCaller } from '../../support/rpc-caller.js';
import { withServer } from '../../support/rpc-server.js';

interface List {
  readonly path: string;
  readonly request: object;
  readonly verb: keyof Operations;
  /** What binds a token to that request. */
  readonly filters: readonly unknown[];
  readonly good: readonly unknown[];
  /** Cursors that no page of that list ends at. */
  readonly forged: readonly unknown[];
}

const TEXTS = [
  'a\0b',
  '\0',
  '\ud800',
  'a\udc00b',
  'x'.repeat(3000),
  '\0'.repeat(9),
  5,
  {},
  [],
  ['a'],
  true,
  null,
];
const TIMES = [
  1.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
  253_402_300_800_000,
  '1',
  null,
  {},
];
const WORKFLOWS = { queuesOnly: false };

function textList(path: string, verb: keyof Operations, request: object, filters: readonly unknown[]): List {
  return { path, verb, request, filters, good: ['a', '', 'é', '__proto__', '\u0001"\\'], forged: TEXTS };
}

function timedList(
  list: Pick<List, 'path' | 'verb' | 'request' | 'filters'>,
  time: string,
  id: string,
): List {
  return {
    ...list,
    good: [
      { [time]: 1_700_000_000_000, [id]: 'w' },
      { [time]: -1, [id]: 'k::w', byTime: true },
    ],
    forged: [
      ...TIMES.map((one) => ({ [time]: one, [id]: 'w' })),
      ...TEXTS.map((one) => ({ [time]: 1, [id]: one })),
      { [time]: 1 },
      { [id]: 'w' },
      { [time]: 1, [id]: 'w', byTime: false },
      { [time]: 1, [id]: 'w', byTime: 1 },
      { [time]: 1, [id]: 'w', more: 1 },
      [1, 'w'],
      'w',
      1,
      {},
      null,
    ],
  };
}

const LISTS: readonly List[] = [
  textList('EventService/ListEvents', 'listEvents', { workflowId: 'w' }, ['w']),
  textList('StreamService/ListStreams', 'listStreams', { workflowId: 'w' }, ['w']),
  textList('QueueService/ListQueues', 'listQueues', {}, []),
  {
    path: 'WorkflowService/ListWorkflowSteps',
    verb: 'listWorkflowSteps',
    request: { workflowId: 'w' },
    filters: ['w'],
    good: [0, 7, 2_147_483_647],
    forged: [-1, 2_147_483_648, -2_147_483_649, 1.5, 1e300, '1', null, [], {}, true],
  },
  timedList(
    {
      path: 'MessageService/ListMessages',
      verb: 'listMessages',
      request: { workflowId: 'w' },
      filters: ['w', null, null, null, null],
    },
    'sentAtMs',
    'messageId',
  ),
  timedList(
    {
      path: 'WorkflowService/ListWorkflows',
      verb: 'listWorkflows',
      request: {},
      filters: [JSON.stringify(WORKFLOWS), false],
    },
    'createdAtMs',
    'workflowId',
  ),
];

describe('a forged page token', () => {
  for (const list of LISTS) {
    it(`of ${nameOf(list)} is refused where its cursor is none that the list gives`, async () => {
      await withList(list, async (caller, asked) => {
        for (const cursor of list.good) {
          await caller.call(list.path, { ...list.request, pageToken: sealed(list, JSON.stringify(cursor)) });
          expect(asked.pop()).to.deep.equal(cursor);
        }
        for (const cursor of list.forged) {
          const json = JSON.stringify(cursor);
          expect(await reasonOf(caller, list, sealed(list, json)), json.slice(0, 80)).to.equal(
            'INVALID_PAGE_TOKEN',
          );
        }
        expect(asked, 'what reached the store').to.deep.equal([]);
      });
    });

    it(`of ${nameOf(list)} is refused where it is not written as the daemon writes it`, async () => {
      await withList(list, async (caller, asked) => {
        const [cursor] = list.good;
        const json = JSON.stringify(cursor);
        const bytes = Buffer.from(sealed(list, json), 'base64url');
        const changed = [
          sealed(list, ` ${json}`),
          sealed(list, `${json}\n`),
          sealed(list, json.replace(/^\{/, '{"__proto__":{"byTime":true},')),
          sealed(list, ''),
          sealed(list, 'undefined'),
          sealed(list, Buffer.from([0x22, 0xff, 0x22])),
          sealed(list, '['.repeat(5000)),
          sealed(list, JSON.stringify('x'.repeat(1_000_000))),
          sealed({ ...list, filters: ['other'] }, json),
          sealed({ ...list, path: 'X/Other' }, json),
          bytes.toString('base64'),
          bytes.toString('hex'),
          `${bytes.toString('base64url')}====`,
          '\u{1f600}',
          'A'.repeat(2_000_000),
        ].filter((token) => token !== sealed(list, json) && token !== bytes.toString('base64url'));
        for (const token of changed) {
          expect(await reasonOf(caller, list, token), token.slice(0, 80)).to.equal('INVALID_PAGE_TOKEN');
        }
        expect(asked, 'what reached the store').to.deep.equal([]);
      });
    });

    it(`of ${nameOf(list)} never fails inside, and brings nothing to the store that it cannot store`, async () => {
      await withList(list, async (caller, asked) => {
        await forSeeds(40, async (random) => {
          const cursor = list.good[random.int(list.good.length)];
          const token = mutated(list, JSON.stringify(cursor), random);
          const reason = await reasonOf(caller, list, token);
          expect(reason, token.slice(0, 200)).to.be.oneOf([undefined, 'INVALID_PAGE_TOKEN']);
        });
        for (const after of asked) {
          const texts = typeof after === 'object' ? Object.values(after as object) : [after];
          for (const text of texts) {
            if (typeof text !== 'string') continue;
            expect(text.isWellFormed() && !text.includes('\0'), JSON.stringify(text)).to.equal(true);
          }
        }
      });
    });
  }
});

/** A token as the daemon makes it, of any cursor. */
function sealed({ path, filters }: Pick<List, 'path' | 'filters'>, cursor: string | Buffer): string {
  const json = Buffer.from(cursor as string);
  const request = JSON.stringify([1, path.split('/')[1], filters]);
  const digest = createHash('sha256').update(request).update('\0').update(json).digest().subarray(0, 16);
  return Buffer.concat([Buffer.of(1), digest, json]).toString('base64url');
}

const PIECES = [
  '\\u0000',
  '\\ud800',
  '\0',
  '-',
  '9'.repeat(20),
  '"',
  '{}',
  'null',
  '1e999',
  ',"x":1',
  '\\',
  'é',
];

/** A token with a cursor that was changed at some places and sealed again, or one whose bytes were changed. */
function mutated(list: List, json: string, random: Random): string {
  let cursor = json;
  for (let edits = 1 + random.int(3); edits > 0; edits -= 1) {
    const at = random.int(cursor.length + 1);
    const piece = PIECES[random.int(PIECES.length)] ?? '';
    cursor = cursor.slice(0, at) + piece + cursor.slice(at + random.int(3));
  }
  const token = sealed(list, cursor);
  if (random.chance(0.8)) return token;
  const bytes = Buffer.from(token, 'base64url');
  bytes[random.int(bytes.length)] = random.int(256);
  return bytes.toString('base64url');
}

/** Why the list refuses a token; undefined: it takes it. */
async function reasonOf(caller: RpcCaller, list: List, pageToken: string): Promise<string | undefined> {
  try {
    await caller.call(list.path, { ...list.request, pageToken });
    return undefined;
  } catch (error) {
    return (error as DbosdError).reason;
  }
}

/** A server whose list keeps the cursors that it is asked to continue from. */
async function withList(
  list: List,
  use: (caller: RpcCaller, asked: unknown[]) => Promise<void>,
): Promise<void> {
  const asked: unknown[] = [];
  const operations = fakeOperations({
    [list.verb]: (query: { after?: unknown }) => {
      asked.push(query.after);
      return Promise.resolve({ items: [] });
    },
  });
  await withServer(operations, ({ caller }) => use(caller, asked));
}

function nameOf({ path }: List): string {
  return path.split('/')[1] ?? path;
}
