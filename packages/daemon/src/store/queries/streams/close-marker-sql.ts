import { CLOSE_MARKER, JS_SUPERJSON } from '@dbosd/shared';
import pg from 'pg';
import { MARKER_BYTES } from '../stored-value.js';

const MARK = JSON.parse(CLOSE_MARKER.data) as string;
const STRING = `"json"\\s*:\\s*"${MARK}"`;
const SERIALIZER = `"__dbos_serializer"\\s*:\\s*"superjson"`;
const NO_META = `"meta"\\s*:\\s*\\{\\s*\\}`;
/** A superjson envelope of the mark, with its members in any order and whitespace as any encoder may write it. */
const ENVELOPE = `^\\s*\\{\\s*(${STRING}|${SERIALIZER}|${NO_META})(\\s*,\\s*(${STRING}|${SERIALIZER}|${NO_META}))+\\s*\\}\\s*$`;

/**
 * The SQL of `isCloseMarker` for a row of `streams`. A larger value is not fetched from its TOAST pages for it. Of the
 * superjson form it knows every spelling without escapes, which no encoder writes for this text.
 */
export function isMarkerSql(row: string): string {
  const [json = '', bare = '', string = '', serializer = '', envelope = ''] = [
    CLOSE_MARKER.data,
    MARK,
    STRING,
    SERIALIZER,
    ENVELOPE,
  ].map((text) => pg.escapeLiteral(text));
  return `case
    when octet_length(${row}.value) > ${String(MARKER_BYTES)} then false
    when ${row}.value in (${json}, ${bare}) then true
    when ${row}.serialization is distinct from '${JS_SUPERJSON}' then false
    else ${row}.value ~ ${string} and ${row}.value ~ ${serializer} and ${row}.value ~ ${envelope}
  end`;
}
