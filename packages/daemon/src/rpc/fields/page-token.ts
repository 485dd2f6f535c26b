import { createHash } from 'node:crypto';
import { checkText, DbosdError } from '@dbosd/shared';
import { isObject } from './json.js';
import { checkTimeMs } from './times.js';

/** What a page token belongs to: the method, and whatever selects and orders the list. */
export interface TokenBinding {
  readonly method: string;
  readonly filters: readonly (string | number | boolean | undefined)[];
}

/** Says whether a parsed cursor, or a part of one, is what its list may continue from. */
export type CursorCheck<Cursor> = (cursor: unknown) => cursor is Cursor;

// A token is: the version, 16 bytes of SHA-256 over version, request and cursor, the cursor as JSON. The digest ties it
// to the request and finds what was cut or mistyped; it is no signature, so the cursor is checked like any input.
const VERSION = 1;
const DIGEST_BYTES = 16;
const HEADER_BYTES = 1 + DIGEST_BYTES;
// As many as an index of Postgres holds of one row: other programs may have stored longer texts than our fields take.
const MAX_TEXT_BYTES = 2704;
// The longest text with every character escaped (six bytes), in base64, with much room for the rest.
const MAX_TOKEN_LENGTH = 32 * 1024;

/** The token that gets the page after `cursor`. Empty: there is none. */
export function encodePageToken(binding: TokenBinding, cursor: unknown): string {
  if (cursor === undefined) return '';
  const json = Buffer.from(JSON.stringify(cursor));
  return Buffer.concat([Buffer.of(VERSION), digest(binding, json), json]).toString('base64url');
}

/**
 * The cursor in a token; an empty token: from the start. `check` says whether the parsed cursor has the right form.
 * Throws INVALID_PAGE_TOKEN for a token of another request, of another version, or that this daemon would not write.
 */
export function decodePageToken<Cursor>(
  binding: TokenBinding,
  token: string,
  check: CursorCheck<Cursor>,
): Cursor | undefined {
  if (token === '') return undefined;
  const cursor = token.length > MAX_TOKEN_LENGTH ? undefined : read(binding, token);
  if (check(cursor)) return cursor;
  throw new DbosdError({
    reason: 'INVALID_PAGE_TOKEN',
    message:
      `page_token is not one that ${binding.method} gave for this request: ` +
      'pass next_page_token unchanged and keep the other fields, or start without a token',
  });
}

/** A stored text: an id, a key, or a name. */
export function isTextCursor(cursor: unknown): cursor is string {
  return (
    typeof cursor === 'string' &&
    Buffer.byteLength(cursor) <= MAX_TEXT_BYTES &&
    passes(() => checkText('cursor', cursor))
  );
}

/** A stored time, in milliseconds since the epoch. */
export function isTimeCursor(cursor: unknown): cursor is number {
  return typeof cursor === 'number' && passes(() => checkTimeMs('cursor', cursor));
}

/** A mark that is there or not. */
export function isMark(cursor: unknown): cursor is true | undefined {
  return cursor === undefined || cursor === true;
}

/** An object of exactly these parts. */
export function isCursorOf<Cursor extends object>(parts: {
  readonly [Part in keyof Required<Cursor>]: CursorCheck<Cursor[Part]>;
}): CursorCheck<Cursor> {
  const checks = Object.entries<CursorCheck<unknown>>(parts);
  const known = new Set(Object.keys(parts));
  return (cursor): cursor is Cursor =>
    isObject(cursor) &&
    Object.keys(cursor).every((part) => known.has(part)) &&
    checks.every(([part, check]) => check(cursor[part]));
}

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

function digest({ method, filters }: TokenBinding, cursor: Buffer): Buffer {
  // null means no filter: JSON has no undefined in arrays.
  const request = JSON.stringify([VERSION, method, filters.map((filter) => filter ?? null)]);
  return createHash('sha256').update(request).update('\0').update(cursor).digest().subarray(0, DIGEST_BYTES);
}

/** The cursor of a token as `encodePageToken` writes it: one text for one cursor. */
function read(binding: TokenBinding, token: string): unknown {
  const bytes = Buffer.from(token, 'base64url');
  const json = bytes.subarray(HEADER_BYTES);
  const isWhole =
    bytes.toString('base64url') === token &&
    bytes[0] === VERSION &&
    bytes.subarray(1, HEADER_BYTES).equals(digest(binding, json));
  if (!isWhole) return undefined;
  const cursor = parse(json);
  // Bytes that are no UTF-8, members that are there twice and numbers that were rounded do not come out as they went in.
  return cursor !== undefined && json.equals(Buffer.from(JSON.stringify(cursor))) ? cursor : undefined;
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString());
  } catch {
    return undefined;
  }
}
