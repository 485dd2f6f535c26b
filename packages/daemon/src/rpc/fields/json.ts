import { checkText, invalidField } from '@dbosd/shared';

/** Parses JSON that a request carries as text. Throws INVALID_FIELD naming the field. */
export function parseJson(field: string, text: string): unknown {
  checkText(field, text);
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's own message quotes the text, which is the caller's to show or to keep.
    const empty = text.trim() === '';
    throw invalidField(
      field,
      empty
        ? 'is empty text, which is no JSON: write null for no value'
        : `is no JSON (${(error as Error).name}): serialize it as JSON, or name its format`,
    );
  }
}

/** Checks that a text is a JSON object, and returns the object. */
export function parseJsonObject(field: string, text: string): Record<string, unknown> {
  const value = parseJson(field, text);
  if (isObject(value)) return value;
  throw invalidField(field, 'is no JSON object: wrap it in { }');
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
