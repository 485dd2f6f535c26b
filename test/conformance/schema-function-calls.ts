/** One statement of the comparison. `SCHEMA` stands for the schema's quoted name; what is compared is the column `answer`. */
export interface FunctionCall {
  readonly what: string;
  readonly sql: string;
  readonly values?: readonly unknown[];
}

const ENQUEUE = 'select SCHEMA.enqueue_workflow';
const SEND = 'select SCHEMA.send_message';

export const ENQUEUE_CALLS: readonly FunctionCall[] = [
  { what: 'only what must be given', sql: `${ENQUEUE}('plain', 'q') as answer` },
  {
    what: 'every argument, by position',
    sql: `${ENQUEUE}($1, $2, $3::json[], $4::json, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) as answer`,
    values: [
      'full',
      'q',
      ['1', '"two"', '{"three": [3]}', 'null'],
      '{"a":  1, "b": null}',
      'Class',
      'config',
      'id-full',
      'v1',
      5000,
      9_000_000,
      'dedup-full',
      7,
      'partition',
      'ann',
      '["admin"]',
      123,
      'shop',
    ],
  },
  { what: 'a known id', sql: `${ENQUEUE}('known', 'q', workflow_id => 'id-known') as answer` },
  {
    what: 'old times for it',
    sql: `update SCHEMA.workflow_status set created_at = 1, updated_at = 1, owner_xid = 'mine' where workflow_uuid = 'id-known'`,
  },
  {
    what: 'the known id again, with other arguments',
    sql: `${ENQUEUE}('other', 'r', array['9']::json[], workflow_id => 'id-known', priority => 3, delay_until_epoch_ms => 5) as answer`,
  },
  {
    what: 'a row without inputs',
    sql: `insert into SCHEMA.workflow_status (workflow_uuid, name) values ('id-bare', 'bare')`,
  },
  {
    what: 'its id again',
    sql: `${ENQUEUE}('bare', 'q', array['1']::json[], workflow_id => 'id-bare') as answer`,
  },
  {
    what: 'a deduplication id',
    sql: `${ENQUEUE}('first of two', 'q', workflow_id => 'id-first', deduplication_id => 'dedup') as answer`,
  },
  {
    what: 'the same deduplication id for another workflow',
    sql: `${ENQUEUE}('second of two', 'q', workflow_id => 'id-second', deduplication_id => 'dedup') as answer`,
  },
  {
    what: 'the same deduplication id for a workflow without an id',
    sql: `${ENQUEUE}('third of two', 'q', deduplication_id => 'dedup') as answer`,
  },
  {
    what: 'the same deduplication id and the same workflow',
    sql: `${ENQUEUE}('first of two', 'q', workflow_id => 'id-first', deduplication_id => 'dedup') as answer`,
  },
  {
    what: 'the same deduplication id in another queue',
    sql: `${ENQUEUE}('other queue', 'r', workflow_id => 'id-other', deduplication_id => 'dedup') as answer`,
  },
  { what: 'a delay of zero', sql: `${ENQUEUE}('at once', 'q', delay_until_epoch_ms => 0) as answer` },
  { what: 'a delay', sql: `${ENQUEUE}('later', 'q', delay_until_epoch_ms => 4102444800000) as answer` },
  { what: 'a negative delay', sql: `${ENQUEUE}('never', 'q', delay_until_epoch_ms => -1) as answer` },
  { what: 'a negative priority', sql: `${ENQUEUE}('urgent', 'q', priority => -5) as answer` },
  { what: 'a partition', sql: `${ENQUEUE}('parted', 'q', queue_partition_key => 'p') as answer` },
  {
    what: 'empty texts where null is meant',
    sql: `${ENQUEUE}('empty', 'q', class_name => '', app_version => '') as answer`,
  },
  { what: 'an empty deduplication id', sql: `${ENQUEUE}('empty id', 'q', deduplication_id => '') as answer` },
  { what: 'no positional arguments', sql: `${ENQUEUE}('no list', 'q', null, null) as answer` },
  { what: 'a null among them', sql: `${ENQUEUE}('null in list', 'q', array[null, '1']::json[]) as answer` },
  { what: 'a table of them', sql: `${ENQUEUE}('nested', 'q', '{{1,2},{3,4}}'::json[]) as answer` },
  {
    what: 'named arguments as they were written',
    sql: `${ENQUEUE}('named', 'q', named_args => '{ "b" :1,"a":2, "a":3 }') as answer`,
  },
  { what: 'named arguments in a list', sql: `${ENQUEUE}('bad', 'q', named_args => '[1]') as answer` },
  { what: 'named arguments that are null', sql: `${ENQUEUE}('bad', 'q', named_args => 'null') as answer` },
  { what: 'named arguments that are text', sql: `${ENQUEUE}('bad', 'q', named_args => '"x"') as answer` },
  { what: 'named arguments that are no JSON', sql: `${ENQUEUE}('bad', 'q', named_args => '{') as answer` },
  {
    what: 'NUL in named arguments',
    sql: `${ENQUEUE}('bad', 'q', named_args => '{"a":"\\u0000"}') as answer`,
  },
  {
    what: 'NUL in positional arguments',
    sql: `${ENQUEUE}('nul', 'q', array['"\\u0000"']::json[]) as answer`,
  },
  { what: 'no name', sql: `${ENQUEUE}(null, 'q') as answer` },
  { what: 'an empty name', sql: `${ENQUEUE}('', '') as answer` },
  { what: 'no queue', sql: `${ENQUEUE}('bad', null) as answer` },
  { what: 'an empty queue', sql: `${ENQUEUE}('bad', '', named_args => '[]') as answer` },
  {
    what: 'an empty id',
    sql: `${ENQUEUE}('bad', 'q', workflow_id => '', delay_until_epoch_ms => -1) as answer`,
  },
  { what: 'a blank id and a blank name', sql: `${ENQUEUE}(' ', ' ', workflow_id => ' ') as answer` },
  {
    what: 'a class name that is too long',
    sql: `${ENQUEUE}('bad', 'q', class_name => repeat('x', 256)) as answer`,
  },
  {
    what: 'a class name of full length',
    sql: `${ENQUEUE}('long', 'q', class_name => repeat('x', 255)) as answer`,
  },
  {
    what: 'an id that overflows the index',
    sql: `${ENQUEUE}('bad', 'q', workflow_id => ${noise(8)}) as answer`,
  },
  { what: 'an argument too many', sql: `${ENQUEUE}('bad', 'q', nobody => 1) as answer` },
];

export const SEND_CALLS: readonly FunctionCall[] = [
  {
    what: 'a destination',
    sql: `insert into SCHEMA.workflow_status (workflow_uuid, name) values ('to', 'receiver')`,
  },
  {
    what: 'one that has ended',
    sql: `insert into SCHEMA.workflow_status (workflow_uuid, name, status) values ('ended', 'ended', 'SUCCESS')`,
  },
  { what: 'only what must be given', sql: `${SEND}('to', '"plain"') as answer` },
  { what: 'all', sql: `${SEND}('to', '{"all":  [1, 2]}', 'topic', 'message-1') as answer` },
  { what: 'the id again', sql: `${SEND}('to', '"not stored"', 'topic', 'message-1') as answer` },
  {
    what: 'the id again, for another destination',
    sql: `${SEND}('ended', '"not stored"', null, 'message-1') as answer`,
  },
  {
    what: 'the id again, for an unknown destination',
    sql: `${SEND}('nobody', '"not stored"', null, 'message-1') as answer`,
  },
  { what: 'an empty topic', sql: `${SEND}('to', '"empty topic"', '') as answer` },
  { what: 'an empty id', sql: `${SEND}('to', '"empty id"', 'topic', '') as answer` },
  { what: 'a destination that has ended', sql: `${SEND}('ended', '"to ended"') as answer` },
  { what: 'the JSON null', sql: `${SEND}('to', 'null') as answer` },
  { what: 'NUL inside', sql: `${SEND}('to', '"\\u0000"') as answer` },
  { what: 'no message', sql: `${SEND}('to', null, 'topic', 'message-2') as answer` },
  { what: 'what is no JSON', sql: `${SEND}('to', 'plain') as answer` },
  { what: 'nobody', sql: `${SEND}('nobody', '"lost"') as answer` },
  { what: 'a percent sign in nobody’s name', sql: `${SEND}('no%sbody%', '"lost"') as answer` },
  { what: 'no destination', sql: `${SEND}(null, '"lost"') as answer` },
  { what: 'a topic too long for NOTIFY', sql: `${SEND}('to', '"lost"', repeat('x', 8100)) as answer` },
  { what: 'an id that overflows the index', sql: `${SEND}('to', '"lost"', 'topic', ${noise(8)}) as answer` },
  {
    what: 'a plain insert without a topic',
    sql: `insert into SCHEMA.notifications (destination_uuid, message) values ('to', '"inserted"')`,
  },
  {
    what: 'a plain insert of two rows',
    sql: `insert into SCHEMA.notifications (destination_uuid, topic, message) values ('to', 'a', '1'), ('to', 'b', '2')`,
  },
  {
    what: 'a name by which to call',
    sql: `${SEND}(message => '"named"', destination_id => 'to', message_id => 'm-9') as answer`,
  },
];

/** A text that does not compress below the size of an index entry: hashes of a row of numbers, 1 KiB for each of `kib`. */
function noise(kib: number): string {
  return `(select string_agg(md5(n::text), '') from generate_series(1, ${kib * 32}) n)`;
}
