import type pg from 'pg';

/** What Postgres knows of a schema, section by section, with the schema's own name taken out so that two can be compared. */
export type Catalog = Readonly<Record<keyof typeof SECTIONS, readonly Row[]>>;

type Row = Readonly<Record<string, unknown>>;

const SECTIONS = {
  columns: `select c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull,
      a.attidentity, a.attgenerated, a.attcollation::regcollation::text as collation, pg_get_expr(d.adbin, d.adrelid) as default
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = $1::regnamespace and c.relkind = 'r'
    order by c.relname, a.attnum`,
  relations: `select relname, relkind, relpersistence, reloptions, relrowsecurity, relacl::text as acl
    from pg_class
    where relnamespace = $1::regnamespace
    order by relname`,
  constraints: `select c.relname, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated,
      k.confupdtype, k.confdeltype, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    where k.connamespace = $1::regnamespace
    order by c.relname, k.conname`,
  indexes: `select c.relname, i.indisvalid, i.indisready, i.indisunique, pg_get_indexdef(c.oid) as definition
    from pg_class c
    join pg_index i on i.indexrelid = c.oid
    where c.relnamespace = $1::regnamespace
    order by c.relname`,
  triggers: `select t.tgname, t.tgenabled, pg_get_triggerdef(t.oid) as definition
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = $1::regnamespace and not t.tgisinternal
    order by t.tgname`,
  functions: `select p.proname, pg_get_function_arguments(p.oid) as arguments, pg_get_function_result(p.oid) as result,
      l.lanname, p.prokind, p.provolatile, p.proparallel, p.proisstrict, p.prosecdef, p.proleakproof, p.proconfig,
      p.proacl::text as acl
    from pg_proc p
    join pg_language l on l.oid = p.prolang
    where p.pronamespace = $1::regnamespace
    order by p.proname`,
  types: `select typname, typtype
    from pg_type
    where typnamespace = $1::regnamespace and typcategory <> 'A'
    order by typname`,
} as const;

/** Reads the catalog of a schema by its name. */
export async function readCatalog(client: pg.Client, schema: string): Promise<Catalog> {
  const quoted = client.escapeIdentifier(schema);
  const read = async (section: keyof Catalog): Promise<Row[]> => {
    const { rows } = await client.query<Row>(SECTIONS[section], [quoted]);
    return rows.map((row) => withoutSchema(row, quoted, schema));
  };
  return {
    columns: await read('columns'),
    relations: await read('relations'),
    constraints: await read('constraints'),
    indexes: await read('indexes'),
    triggers: await read('triggers'),
    functions: await read('functions'),
    types: await read('types'),
  };
}

/** Postgres quotes a name only where it must, so both spellings go. */
function withoutSchema(row: Row, quoted: string, schema: string): Row {
  const clean = (value: unknown): unknown =>
    typeof value === 'string' ? value.replaceAll(`${quoted}.`, '').replaceAll(` ${schema}.`, ' ') : value;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, clean(value)]));
}
