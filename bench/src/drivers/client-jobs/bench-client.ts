import type { DBOSClient as OfficialClient } from '@dbos-inc/dbos-sdk';

/** What the bench does with a client: the official signatures, which ours has too. */
export type BenchClient = Pick<OfficialClient, 'send' | 'getEvent' | 'readStream' | 'destroy'>;
