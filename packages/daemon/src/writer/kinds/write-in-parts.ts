export interface Parts<T, W> {
  /** What no two members of a statement may have in common. */
  readonly idsOf: (member: T) => readonly string[];
  readonly laneOf: (member: T) => string;
  readonly write: (part: readonly T[]) => Promise<readonly W[]>;
  /** Whether a member that was told `later` holds this one back, too. Default: in its lane. */
  readonly holdsBack?: (before: T, member: T) => boolean;
}

/**
 * Writes members in one statement, or in several where two share an id: the second one then finds what became of the first.
 * Their order stays: nothing overtakes a member that has to wait, though it could be written by now.
 */
export async function writeInParts<T extends object, W extends { readonly kind: string }>(
  members: readonly T[],
  { idsOf, laneOf, write, holdsBack = (before, member) => laneOf(before) === laneOf(member) }: Parts<T, W>,
): Promise<readonly W[]> {
  const parts = cutApart(members, idsOf);
  if (parts.length < 2) return members.length === 0 ? [] : write(members);
  const written = new Map<T, W>();
  for (const part of parts) {
    const open = part.filter((member) => {
      for (const [before, said] of written) {
        const holds =
          (said.kind === 'skipped' && laneOf(before) === laneOf(member)) ||
          (said.kind === 'later' && holdsBack(before, member));
        if (!holds) continue;
        written.set(member, said);
        return false;
      }
      return true;
    });
    if (open.length === 0) continue;
    const said = await write(open);
    open.forEach((member, index) => {
      const own = said[index];
      if (own) written.set(member, own);
    });
  }
  return members.map((member) => {
    const said = written.get(member);
    if (said === undefined) throw new Error('the statement gave no verdict');
    return said;
  });
}

/** Cuts the members in parts, without changing their order, so that in none of them two share an id. */
function cutApart<T>(members: readonly T[], idsOf: (member: T) => readonly string[]): T[][] {
  const parts: T[][] = [];
  let taken = new Set<string>();
  for (const member of members) {
    const ids = idsOf(member);
    if (parts.length === 0 || ids.some((id) => taken.has(id))) {
      parts.push([]);
      taken = new Set();
    }
    for (const id of ids) taken.add(id);
    parts.at(-1)?.push(member);
  }
  return parts;
}
