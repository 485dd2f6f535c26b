import protobuf from 'protobufjs';

/**
 * The path of the first string of a decoded message that is not well-formed, named as the contract names it
 * (`messages[3].payload.data`); absent: there is none.
 */
export function malformedField(type: protobuf.Type, message: object): string | undefined {
  for (const field of type.fieldsArray) {
    const value = (message as Record<string, unknown>)[field.name];
    if (value === undefined || value === null) continue;
    const found = inField(field, value, contractName(field.name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A field's name in the contract: protobufjs has it in camelCase. */
export function contractName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function inField(field: protobuf.Field, value: unknown, path: string): string | undefined {
  if (field instanceof protobuf.MapField) return inMap(field, value as Record<string, unknown>, path);
  if (!field.repeated) return inValue(field, value, path);
  for (const [index, element] of (value as unknown[]).entries()) {
    const found = inValue(field, element, `${path}[${String(index)}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inMap(field: protobuf.MapField, map: Record<string, unknown>, path: string): string | undefined {
  for (const [key, value] of Object.entries(map)) {
    if (!key.isWellFormed()) return path;
    const found = inValue(field, value, mapEntryPath(path, key));
    if (found !== undefined) return found;
  }
  return undefined;
}

function inValue(field: protobuf.FieldBase, value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path;
  const type = field.resolvedType;
  if (!(type instanceof protobuf.Type)) return undefined;
  const found = malformedField(type, value as object);
  return found === undefined ? undefined : `${path}.${found}`;
}

/** The path of a map's entry: the key as JSON in brackets. */
export function mapEntryPath(path: string, key: string): string {
  return `${path}[${JSON.stringify(key)}]`;
}
