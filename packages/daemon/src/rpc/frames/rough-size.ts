// More than tag, length and number of any field take.
const FIELD_BYTES = 16;

/** About how many bytes a message takes on the wire, rather too many than too few: found without encoding it. */
export function roughSize(value: unknown): number {
  if (typeof value === 'string') return FIELD_BYTES + Buffer.byteLength(value);
  if (value instanceof Uint8Array) return FIELD_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return FIELD_BYTES;
  let size = FIELD_BYTES;
  for (const member of Object.values(value)) size += roughSize(member);
  return size;
}
