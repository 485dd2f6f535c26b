import { decodeStatus, STATUS_TRAILER, transportError, type DbosdError } from '@dbosd/shared';
import type { ServiceError, StatusObject } from '@grpc/grpc-js';

/** The DbosdError that a status carries. */
export function errorOf(status: StatusObject | ServiceError): DbosdError {
  const [details] = status.metadata.get(STATUS_TRAILER);
  return Buffer.isBuffer(details)
    ? decodeStatus(details, status.code, status.details)
    : transportError(status.code, status.details);
}
