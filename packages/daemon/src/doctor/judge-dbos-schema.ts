import { failed, ok, skipped, warning, type Finding } from '../model/finding.js';
import type { MessagesTrigger } from '../store/doctor/index.js';
import { DBOS_SCHEMA_VERSION, type SchemaInspection } from '../store/schema/index.js';
import { quoteIdentifier } from '../store/statement.js';

/** Judges the schema that has the name of the DBOS schema. */
export function judgeDbosSchema(inspection: SchemaInspection, schema: string): Finding {
  const name = quoteIdentifier(schema);
  switch (inspection.kind) {
    case 'empty':
      return ok(`no tables of DBOS in ${name} yet: "dbosd serve" makes them`);
    case 'supported':
      return ok(`${name} is at version ${String(inspection.version)}, which this dbosd knows`);
    case 'older':
      return failed(
        `${name} is at version ${String(inspection.version)}, below ${String(DBOS_SCHEMA_VERSION)}`,
        inspection.fix,
      );
    case 'newer':
      return judgeNewer(`${name} is at version ${String(inspection.version)}`, inspection.missing);
    case 'unusable':
      return failed(inspection.problem, inspection.fix);
  }
}

function judgeNewer(version: string, missing: readonly string[]): Finding {
  const fix = 'use a release of dbosd that knows it';
  return missing.length === 0
    ? warning(`${version}, above ${String(DBOS_SCHEMA_VERSION)}, with every column that dbosd uses`, fix)
    : failed(`${version}, above ${String(DBOS_SCHEMA_VERSION)}, without ${missing.join(', ')}`, fix);
}

/** Judges whether messages that other programs store wake their receivers. */
export function judgeMessagesTrigger(
  trigger: MessagesTrigger,
  { notify, dbosSchema }: { readonly notify: 'auto' | 'off'; readonly dbosSchema: string },
): Finding {
  if (trigger === 'enabled') return ok('the trigger on notifications announces messages');
  if (notify === 'off') return skipped('notify is off, and so is the trigger on notifications');
  return warning(
    `the trigger on notifications is ${trigger}: dbosd announces the messages that it stores, but those that DBOS applications send are announced by nothing`,
    fixOfTrigger(trigger, quoteIdentifier(dbosSchema)),
  );
}

function fixOfTrigger(trigger: Exclude<MessagesTrigger, 'enabled'>, schema: string): string {
  switch (trigger) {
    case 'disabled':
      return `alter table ${schema}.notifications enable trigger dbos_notifications_trigger`;
    case 'missing':
      return (
        `create trigger dbos_notifications_trigger after insert on ${schema}.notifications ` +
        `for each row execute function ${schema}.notifications_function()`
      );
    case 'missing with its function':
      return 'copy both from a database that an SDK has made with LISTEN/NOTIFY, or let the applications poll';
  }
}
