import { checkName } from '@dbosd/shared';

/** The token that makes a request safe to repeat; absent: none. Throws INVALID_FIELD. */
export function decodeRequestId(requestId: string | undefined): { requestId?: string } {
  return requestId === undefined ? {} : { requestId: checkName('request_id', requestId) };
}
