import { createHash } from 'node:crypto';
import { DbosdError } from '@dbosd/shared';

/** What a page token belongs to: the method, and whatever selects and orders the list. */
export interface TokenBinding {
  readonly method: string;
  readonly filters: readonly (string | number | boolean | undefined)[];
}

// A token is: the version, 16 bytes of SHA-256 over version, request and cursor, the cursor as JSON. The digest ties it
// to the request and finds what was cut or mistyped; it is no signature, so the cursor is checked like any input.
const VERSION = 1;
const DIGEST_BYTES = 16;
const HEADER_BYTES = 1 + DIGEST_BYTES;

/** The token that gets the page behind `cursor`. Empty: there is none. */
export function encodePageToken(binding: TokenBinding, cursor: unknown): string {
  if (cursor === undefined) return '';
  const json = Buffer.from(JSON.stringify(cursor));
  return Buffer.concat([Buffer.of(VERSION), digest(binding, json), json]).toString('base64url');
}

/**
 * The cursor in a token; an empty token: from the start. `check` says whether the parsed cursor has the right form.
 * Throws INVALID_PAGE_TOKEN for a token of another request, of another version, or no token at all.
 */
export function decodePageToken<Cursor>(
  binding: TokenBinding,
  token: string,
  check: (cursor: unknown) => cursor is Cursor,
): Cursor | undefined {
  if (token === '') return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const json = bytes.subarray(HEADER_BYTES);
  const valid =
    bytes.toString('base64url') === token &&
    bytes[0] === VERSION &&
    bytes.subarray(1, HEADER_BYTES).equals(digest(binding, json));
  const cursor = valid ? parse(json) : undefined;
  if (check(cursor)) return cursor;
  throw new DbosdError({
    reason: 'INVALID_PAGE_TOKEN',
    message:
      `page_token is not one that ${binding.method} gave for this request: ` +
      'pass next_page_token unchanged and keep the other fields, or start without a token',
  });
}

export function isTextCursor(cursor: unknown): cursor is string {
  return typeof cursor === 'string';
}

function digest({ method, filters }: TokenBinding, cursor: Buffer): Buffer {
  // null stands for an absent filter: JSON has no undefined in arrays.
  const request = JSON.stringify([VERSION, method, filters.map((filter) => filter ?? null)]);
  return createHash('sha256').update(request).update('\0').update(cursor).digest().subarray(0, DIGEST_BYTES);
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString());
  } catch {
    return undefined;
  }
}
