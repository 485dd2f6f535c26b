/** SQL with a `?` for each of its values. */
export interface Fragment {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** In a box, so that a fragment that is in a text many times sends its values once. */
interface Value {
  readonly value: unknown;
}

/** Stands for the schema of DBOS's tables, in texts that are composed before it is known. Values are never in the text. */
export const DBOS = '<dbos>';

export function fragment(sql: string, ...values: readonly unknown[]): Fragment {
  return { sql, values: values.map((value) => ({ value })) };
}

export function around(before: string, { sql, values }: Fragment, after = ''): Fragment {
  return { sql: before + sql + after, values };
}

export function joined(between: string, parts: readonly Fragment[]): Fragment {
  return {
    sql: parts.map(({ sql }) => sql).join(between),
    values: parts.flatMap(({ values }) => values),
  };
}

/** All of them hold. */
export function allOf(conditions: readonly Fragment[]): Fragment {
  return conditions.length === 0 ? fragment('true') : joined(' and ', conditions);
}

/** One of them holds. */
export function oneOf(conditions: readonly Fragment[]): Fragment {
  return around('(', joined(' or ', conditions), ')');
}

/** SQL with numbered parameters, for any schema. */
export function numbered({ sql, values }: Fragment): {
  readonly text: (dbos: string) => string;
  readonly values: unknown[];
} {
  const places = new Map<Value, number>();
  let next = 0;
  const text = sql.replaceAll('?', () => {
    const value = values[next++];
    if (value === undefined) throw new Error('a statement has more places than values');
    if (!places.has(value)) places.set(value, places.size + 1);
    return `$${String(places.get(value))}`;
  });
  if (next !== values.length) throw new Error('a statement has more values than places');
  return {
    text: (dbos) => text.replaceAll(DBOS, dbos),
    values: [...places.keys()].map(({ value }) => value),
  };
}
