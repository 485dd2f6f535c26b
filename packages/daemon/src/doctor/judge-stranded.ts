import { ok, skipped, warning, type Finding } from '../model/finding.js';
import type { Stranded } from '../store/doctor/index.js';

/** Judges workflows that wait for an application or a version that no worker is seen to offer. */
export function judgeStranded(stranded: readonly Stranded[] | undefined): Finding {
  if (stranded === undefined) return skipped('no daemon has made its table of workers yet');
  if (stranded.length === 0) return ok('no workflow waits for an application or version without a worker');
  const versions = stranded.some(({ otherVersions }) => otherVersions);
  return warning(
    stranded.map(inWords).join('; '),
    `start a worker of what is named here${versions ? ', or fork the workflows to a version that runs' : ''}; ` +
      'a DBOS application that is about to run them is not seen until it runs something',
  );
}

function inWords({ applicationName, applicationVersion, workflows, otherVersions }: Stranded): string {
  const who = workflows === 1 ? 'one workflow waits' : `${String(workflows)} workflows wait`;
  const version = applicationVersion === undefined ? '' : ` version "${applicationVersion}" of`;
  const others = otherVersions ? ' (other versions have workers)' : '';
  return `${who} for${version} application "${applicationName}", which no worker offers${others}`;
}
