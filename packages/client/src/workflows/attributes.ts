import { invalidField } from '@dbosd/shared';

/**
 * Attributes, or a filter of them, as JSON: as DBOS writes them. Throws INVALID_FIELD naming the path of what JSON does
 * not have: what was changed or left out on the way would never be found.
 */
export function attributesJson(field: string, attributes: Record<string, unknown>): string {
  if (typeof attributes !== 'object' || (attributes as unknown) === null || Array.isArray(attributes)) {
    throw invalidField(field, 'is no object of keys and values: give one');
  }
  try {
    checkJson(field, attributes, []);
    return JSON.stringify(attributes);
  } catch (error) {
    if (error instanceof NoJson) throw invalidField(error.path, `${error.message}: give what JSON has`);
    // A getter or toJSON of the caller's threw.
    throw invalidField(field, `cannot be written as JSON (${String(error)})`);
  }
}

class NoJson extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** `within` are the objects that the value is a part of. */
function checkJson(path: string, value: unknown, within: readonly object[]): void {
  switch (typeof value) {
    case 'bigint':
    case 'function':
    case 'symbol':
      throw new NoJson(path, `is a ${typeof value}`);
    case 'number':
      if (!Number.isFinite(value)) throw new NoJson(path, `is ${String(value)}`);
      return;
    case 'object':
      if (value !== null) checkObject(path, value, within);
      return;
    case 'string':
    case 'boolean':
    case 'undefined':
  }
}

function checkObject(path: string, value: object, within: readonly object[]): void {
  if (within.includes(value)) throw new NoJson(path, 'is an object that is a part of itself');
  const { toJSON } = value as { toJSON?: unknown };
  const inside = [...within, value];
  if (typeof toJSON === 'function') {
    checkJson(path, (value as { toJSON(): unknown }).toJSON(), inside);
    return;
  }
  const members = Object.entries(value);
  // What is in a Map or a Set would be left out.
  if (members.length === 0 && !Array.isArray(value) && !isPlain(value)) {
    throw new NoJson(path, `is a ${value.constructor.name} without properties`);
  }
  for (const [key, member] of members) {
    checkJson(Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, member, inside);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
