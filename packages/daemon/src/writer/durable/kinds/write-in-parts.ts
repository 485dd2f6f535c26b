import type { Written } from './durable-kind.js';

export interface Parts<T, R> {
  /** What no two members of a statement may have in common. */
  readonly idsOf: (member: T) => readonly string[];
  readonly write: (part: readonly T[]) => Promise<readonly Written<R>[]>;
  /** Whether what was said of a member before holds this one back, too. A skipped one holds back its workflow. */
  readonly holdsBack?: (before: T, said: Written<R>, member: T) => boolean;
}

/**
 * Writes members in one statement, or in several where two share an id: the second then finds what became of the first.
 * Their order stays: behind what has to wait nothing passes that must not, though it could by now.
 */
export async function writeInParts<T extends { readonly workflowId: string }, R>(
  members: readonly T[],
  { idsOf, write, holdsBack }: Parts<T, R>,
): Promise<Written<R>[]> {
  const written = new Map<T, Written<R>>();
  for (const part of cutApart(members, idsOf)) {
    const open = part.filter((member) => {
      for (const [before, said] of written) {
        const behind = said.kind === 'skipped' && before.workflowId === member.workflowId;
        if (!behind && holdsBack?.(before, said, member) !== true) continue;
        written.set(member, said);
        return false;
      }
      return true;
    });
    if (open.length === 0) continue;
    const said = await write(open);
    open.forEach((member, index) => written.set(member, said[index] ?? { kind: 'skipped' }));
  }
  return members.map((member) => written.get(member) ?? { kind: 'skipped' });
}

/** Cuts the members in parts, without changing their order, so that in none of them two share an id. */
export function cutApart<T>(members: readonly T[], idsOf: (member: T) => readonly string[]): T[][] {
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
