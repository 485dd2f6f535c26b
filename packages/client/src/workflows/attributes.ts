import { invalidField, numberLoss, UnstorableError, type PathSegment } from '@dbosd/shared';
import { encoding } from '../values.js';

/**
 * Attributes, or a filter of them, as JSON: as DBOS writes them. Throws INVALID_FIELD naming the path of what JSON does
 * not have: what was changed or left out on the way would never be found.
 */
export function attributesJson(field: string, attributes: Record<string, unknown>): string {
  if (typeof attributes !== 'object' || (attributes as unknown) === null || Array.isArray(attributes)) {
    throw invalidField(field, 'is no object of keys and values: give one');
  }
  return encoding(field, () => {
    checkJson([], attributes, []);
    return JSON.stringify(attributes);
  });
}

/** `within` are the objects that the value is a part of. Throws UnstorableError. */
function checkJson(path: readonly PathSegment[], value: unknown, within: readonly object[]): void {
  switch (typeof value) {
    case 'bigint':
    case 'function':
    case 'symbol':
      throw new UnstorableError(path, `is a ${typeof value}: ${FIX}`);
    case 'number': {
      const loss = numberLoss(value);
      if (loss !== undefined) throw new UnstorableError(path, loss);
      return;
    }
    case 'object':
      if (value !== null) checkObject(path, value, within);
      return;
    case 'string':
    case 'boolean':
    case 'undefined':
  }
}

const FIX = 'give what JSON has';

function checkObject(path: readonly PathSegment[], value: object, within: readonly object[]): void {
  if (within.includes(value))
    throw new UnstorableError(path, `is an object that is a part of itself: ${FIX}`);
  const { toJSON } = value as { toJSON?: unknown };
  const inside = [...within, value];
  if (typeof toJSON === 'function') {
    checkJson(path, (value as { toJSON(): unknown }).toJSON(), inside);
    return;
  }
  const members = Object.entries(value);
  // What is in a Map or a Set would be left out.
  if (members.length === 0 && !Array.isArray(value) && !isPlain(value)) {
    throw new UnstorableError(path, `is a ${value.constructor.name} without properties: ${FIX}`);
  }
  for (const [key, member] of members) {
    checkJson([...path, Array.isArray(value) ? Number(key) : key], member, inside);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
