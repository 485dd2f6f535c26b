import { parseJsonObject } from './json.js';
import { checkSize } from './payload.js';

/** Attributes as the JSON text that they came as; absent: none. Throws INVALID_FIELD or PAYLOAD_TOO_LARGE. */
export function decodeAttributes(
  attributesJson: string | undefined,
  maxBytes: number,
): { attributesJson?: string } {
  if (attributesJson === undefined) return {};
  checkSize('attributes_json', attributesJson, maxBytes);
  parseJsonObject('attributes_json', attributesJson);
  return { attributesJson };
}
