import type { Queryable } from '../database.js';
import type { Schemas, Statement } from '../statement.js';

/** A column of what a batch gives to its statement: its type in SQL, and its value for a member. */
export type Column<Member> = readonly [type: string, valueOf: (member: Member) => unknown];
/** By their names in SQL, in the order of their parameters. */
export type Columns<Member> = Readonly<Record<string, Column<Member>>>;

export interface BatchOptions<Member, Parameter extends string> {
  /** Its name on the connection. */
  readonly name: string;
  /** Each is an array parameter: the columns are `$1` and on. */
  readonly columns: Columns<Member>;
  /** What is the same for all members, and its type in SQL. These follow the columns. */
  readonly parameters?: Readonly<Record<Parameter, string>>;
  readonly text: (sql: BatchSql<Parameter>) => string;
  /**
   * The same for a single member, whose columns are parameters of their own: where CTEs and joins over one row cost more than
   * the rows that the statement writes. Default: `text`.
   */
  readonly textOfOne?: (sql: OneSql<Parameter>) => string;
}

/** What the text of a batch statement is made of. */
export interface BatchSql<Parameter extends string = never> extends Schemas {
  /** The CTE `input`: the columns of each member, and its place `ord`, from 1. */
  readonly input: string;
  /** The same as an item of a FROM clause, under this alias. The planner expects ten members, however many there are. */
  readonly rows: (alias: string) => string;
  /** The parameter with the values of a column, like `$2::text[]`. */
  readonly array: (column: string) => string;
  /** A parameter that is the same for all members, like `$7::boolean`. */
  readonly parameter: (name: Parameter) => string;
}

/** What the text of a statement for a single member is made of. */
export interface OneSql<Parameter extends string = never> extends Schemas {
  /** The value of a column, like `$2::text`. */
  readonly value: (column: string) => string;
  /** A parameter of the statement, like `$7::boolean`. */
  readonly parameter: (name: Parameter) => string;
}

/** A statement that is run for many members at once. */
export interface BatchStatement<Member, Parameter extends string = never> {
  /** Throws what `db.query` throws; returns the rows of all members together. */
  readonly run: <Row extends object>(
    db: Queryable,
    members: readonly Member[],
    ...parameters: [Parameter] extends [never] ? [] : [Readonly<Record<Parameter, unknown>>]
  ) => Promise<(Row & Record<string, unknown>)[]>;
}

/**
 * A statement over the CTE `input`, with two plans: one for a single member and one for many, because a plan for many
 * costs a single member more than all the rest.
 */
export function batchStatement<Member, Parameter extends string = never>(
  options: BatchOptions<Member, Parameter>,
): BatchStatement<Member, Parameter> {
  const { textOfOne } = options;
  const name = `${options.name}-one`;
  const many = statementOf(options, options.name, inputOfMany);
  const one =
    textOfOne === undefined
      ? statementOf(options, name, inputOfOne)
      : statementOfOne(options, name, textOfOne);
  return runner(options, (members) => (members === 1 ? one : many));
}

/** A statement with one plan for any number of members, which only looks each of them up. */
export function lookupStatement<Member, Parameter extends string = never>(
  options: Omit<BatchOptions<Member, Parameter>, 'textOfOne'>,
): BatchStatement<Member, Parameter> {
  const statement = statementOf(options, options.name, inputOfMany);
  return runner(options, () => statement);
}

function runner<Member, Parameter extends string>(
  { columns, parameters, textOfOne }: BatchOptions<Member, Parameter>,
  statementFor: (members: number) => Statement,
): BatchStatement<Member, Parameter> {
  const getters = Object.values(columns).map(([, valueOf]) => valueOf);
  const names = Object.keys(parameters ?? {}) as Parameter[];
  return {
    run: (db, members, ...[given]) => {
      const [first] = members;
      const values: unknown[] =
        textOfOne !== undefined && first !== undefined && members.length === 1
          ? getters.map((valueOf) => valueOf(first))
          : getters.map((valueOf) => members.map((member) => valueOf(member)));
      if (given !== undefined) for (const name of names) values.push(given[name]);
      return db.query(statementFor(members.length), values);
    },
  };
}

function statementOf<Member, Parameter extends string>(
  { columns, parameters, text }: BatchOptions<Member, Parameter>,
  name: string,
  inputOf: (names: readonly string[], arrays: readonly string[]) => string,
): Statement {
  const names = Object.keys(columns);
  const arrays = Object.values(columns).map(([type], index) => `$${String(index + 1)}::${type}[]`);
  const placeOf = placesOf(name, names, arrays, parameters);
  return {
    name,
    text: (schemas) =>
      text({
        ...schemas,
        input: inputOf(names, arrays),
        rows: (alias) =>
          `unnest(${arrays.join(', ')}) with ordinality as ${alias} (${names.join(', ')}, ord)`,
        array: placeOf,
        parameter: placeOf,
      }),
  };
}

function statementOfOne<Member, Parameter extends string>(
  { columns, parameters }: BatchOptions<Member, Parameter>,
  name: string,
  text: (sql: OneSql<Parameter>) => string,
): Statement {
  const values = Object.values(columns).map(([type], index) => `$${String(index + 1)}::${type}`);
  const placeOf = placesOf(name, Object.keys(columns), values, parameters);
  return { name, text: (schemas) => text({ ...schemas, value: placeOf, parameter: placeOf }) };
}

/** Where the text finds a column or parameter. Throws for a name that is neither. */
function placesOf(
  name: string,
  columns: readonly string[],
  places: readonly string[],
  parameters: Readonly<Record<string, string>> = {},
): (each: string) => string {
  const own = new Map([
    ...columns.map((column, index) => [column, places[index]] as const),
    ...Object.entries(parameters).map(
      ([each, type], index) => [each, `$${String(columns.length + index + 1)}::${type}`] as const,
    ),
  ]);
  return (each) => {
    const place = own.get(each);
    if (place === undefined) throw new Error(`the statement ${name} has no column or parameter ${each}`);
    return place;
  };
}

function inputOfOne(names: readonly string[], arrays: readonly string[]): string {
  const values = names.map((name, index) => `(${String(arrays[index])})[1] as ${name}`);
  return `
    input as materialized (
      select ${values.join(', ')}, 1 as ord
    )`;
}

/** The series makes the planner expect a batch, not the ten members that it expects of an array. */
function inputOfMany(names: readonly string[], arrays: readonly string[]): string {
  return `
    input as materialized (
      select *
      from rows from (
        ${arrays.map((array) => `unnest(${array})`).join(', ')}, generate_series(1, cardinality(${arrays[0] ?? ''}))
      ) as i (${names.join(', ')}, ord)
    )`;
}
