// More than tag, length and number of any field take.
const FIELD_BYTES = 16;
/** Smaller answers are kept for a peer that takes none at the moment. */
const KEPT_BYTES = 16 * 1024;

/** About how many bytes a message takes on the wire, rather too many than too few: without encoding it. */
export function roughSize(value: unknown): number {
  if (typeof value === 'string') return FIELD_BYTES + Buffer.byteLength(value);
  if (value instanceof Uint8Array) return FIELD_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return FIELD_BYTES;
  let size = FIELD_BYTES;
  for (const member of Object.values(value)) size += roughSize(member);
  return size;
}

/**
 * Whether an answer to a wait is not kept for a peer that takes none at the moment: the answer is then
 * to ask again. So the answers of thousands of waits that end together are not all held. Nothing is lost: what a wait found
 * is still there.
 */
export function isLarge(answer: object): boolean {
  return roughSize(answer) >= KEPT_BYTES;
}
