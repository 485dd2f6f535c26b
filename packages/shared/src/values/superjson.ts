import { SuperJSON } from 'superjson';
import { DecodeBudget } from './json-limits.js';
import {
  applyReferences,
  fill,
  isContainer,
  isOccupied,
  parsePath,
  valueIn,
  type Container,
  type Slot,
} from './superjson-references.js';
import { HANDLE_RECIPE, regexpFrom, revive, type Revivers } from './superjson-revive.js';
import { isWorkflowHandle, type HandleValue } from './workflow-handle.js';

// Version 1.13.3, the one that DBOS carries: 2.x writes other bytes, and the two misread each other's keys with dots
// or backslashes. The instance is our own, so that no other code's registrations reach it. It writes only: what it does
// on reading is bounded by nothing but what the text claims.
const codec = new SuperJSON();
codec.registerCustom<Buffer, number[]>(
  {
    isApplicable: (value): value is Buffer => Buffer.isBuffer(value),
    serialize: (buffer) => [...buffer],
    deserialize: (bytes) => Buffer.from(bytes),
  },
  'Buffer',
);
codec.registerCustom<HandleValue, { wfid: string }>(
  {
    isApplicable: isWorkflowHandle,
    serialize: ({ workflowID }) => ({ wfid: workflowID }),
    deserialize: ({ wfid }) => ({ workflowID: wfid }),
  },
  HANDLE_RECIPE,
);

const MARK = 'superjson';
/** What every text of DBOS's superjson holds. */
export const SUPERJSON_MARK = '"__dbos_serializer":"superjson"';

/** A value as DBOS for TypeScript writes it: superjson's envelope with DBOS's mark. */
export function encodeSuperjson(value: unknown): string {
  return JSON.stringify({ ...codec.serialize(value), __dbos_serializer: MARK });
}

/** A handle without a program that could ask for its workflow: its id, as portable JSON has it. */
export const PLAIN_REVIVERS: Revivers = {
  handle: (workflowID) => ({ workflowID }),
  regexp: regexpFrom,
  bigint: BigInt,
};

/**
 * The value of such a text, as superjson 1.13.3 reads what it has written. Throws when it is no JSON, carries no mark
 * of DBOS's (another writer's superjson), holds annotations that superjson does not write, or costs more than `budget`.
 */
export function decodeSuperjson(
  text: string,
  revivers: Revivers = PLAIN_REVIVERS,
  budget = new DecodeBudget(text),
): unknown {
  const envelope: unknown = JSON.parse(text);
  if (!isRecord(envelope) || envelope.__dbos_serializer !== MARK || !Object.hasOwn(envelope, 'json')) {
    throw new TypeError('its text carries no superjson mark of DBOS');
  }
  const { json, meta } = envelope;
  if (meta === undefined || meta === null) return json;
  if (!isRecord(meta)) throw new TypeError('the annotations are no object');
  const { values, referentialEqualities } = meta;
  const revived = isGiven(values) ? applyAnnotations(json, values, revivers, budget) : json;
  return isGiven(referentialEqualities) ? applyReferences(revived, referentialEqualities, budget) : revived;
}

/** Revives what the tree of annotations names: inner values first, so that only plain JSON is walked through. */
function applyAnnotations(json: unknown, tree: unknown, revivers: Revivers, budget: DecodeBudget): unknown {
  const holder = { root: json };
  const annotate = (slot: Slot, node: unknown): void => {
    budget.spend(1);
    if (!isGiven(node)) return;
    const [type, children] = Array.isArray(node) ? (node as unknown[]) : [undefined, node];
    if (isGiven(children)) annotateChildren(valueIn(slot), children);
    if (!Array.isArray(node)) return;
    if (!isOccupied(slot)) throw new TypeError('an annotation leads to no value');
    fill(slot, revive(valueIn(slot), type, revivers, budget));
  };
  const annotateChildren = (parent: unknown, children: unknown): void => {
    if (!isRecord(children)) throw new TypeError('the annotations of a value are no object');
    for (const [path, child] of Object.entries(children)) {
      const slot = descend(parent, path, budget);
      if (slot !== undefined) annotate(slot, child);
    }
  };
  annotate({ container: holder, key: 'root' }, tree);
  return holder.root;
}

/**
 * The slot at a path below a value. Undefined where the path leads through a text, a number or nothing: superjson then
 * does nothing, which happens to keys with a dot in them.
 */
function descend(from: unknown, path: string, budget: DecodeBudget): Slot | undefined {
  const segments = parsePath(path);
  budget.spend(segments.length);
  let parent = from;
  for (const key of segments.slice(0, -1)) {
    if (!isContainer(parent)) break;
    parent = valueIn({ container: parent, key });
  }
  if (isContainer(parent)) return { container: parent, key: segments.at(-1) ?? '' };
  if (typeof parent === 'object' && parent !== null)
    throw new TypeError('an annotation leads into a revived value');
  return undefined;
}

// As superjson has it, what is falsy is no annotation.
function isGiven(annotations: unknown): boolean {
  return Boolean(annotations);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isContainer(value) && !Array.isArray(value satisfies Container);
}
