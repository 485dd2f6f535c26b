/**
 * The SQL of an event's revision: 16 bytes of a digest over format and value (docs/protocol.md, 4). The format comes
 * first, with its length, so that no two pairs are spelt the same. sha256 rather than md5, which servers in FIPS mode
 * refuse.
 */
export function eventRevision(event: string): string {
  return `substring(sha256(convert_to(
    coalesce(length(${event}.serialization)::text || ':' || ${event}.serialization, '-') || ${event}.value,
    'UTF8')) for 16)`;
}
