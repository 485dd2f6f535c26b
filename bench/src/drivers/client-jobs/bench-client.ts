import type { DBOSClient as OfficialClient } from '@dbos-inc/dbos-sdk';
import type { DBOSClient } from '@dbosd/client';

/** What the bench does with a client: the official signatures, which ours has too, and what the official one lacks. */
export type BenchClient = Pick<
  OfficialClient,
  'send' | 'enqueue' | 'getEvent' | 'readStream' | 'readStreamOffset' | 'destroy'
> &
  Partial<Pick<DBOSClient, 'listMessages'>>;
