import { status } from '@grpc/grpc-js';
import type { Type } from 'protobufjs';
import { contractRoot } from '../contract/root.js';
import type { Status__Output } from '../generated/contract.js';
import { DbosdError, type FieldViolation } from './dbosd-error.js';
import { isWireReason } from './reasons.js';

/** google.rpc.Status as it is encoded. */
export interface WireStatus {
  code: number;
  message: string;
  details: { type_url: string; value: Buffer }[];
}

/** The name of the trailer in which gRPC carries a serialized google.rpc.Status. */
export const STATUS_TRAILER = 'grpc-status-details-bin';

const ERROR_DOMAIN = 'dbosd';

interface DetailTypes {
  readonly status: Type;
  readonly errorInfo: Type;
  readonly retryInfo: Type;
  readonly badRequest: Type;
}

/**
 * An error as google.rpc.Status: exactly one ErrorInfo, BadRequest for wrong fields, RetryInfo where a retry can
 * help (docs/protocol.md, 8). Reasons that exist in the client only travel as INTERNAL: a daemon has none of them.
 */
export function toStatus(error: DbosdError): WireStatus {
  const types = detailTypes();
  const reason = isWireReason(error.reason) ? error.reason : 'INTERNAL';
  const details = [
    pack(types.errorInfo, {
      reason,
      domain: ERROR_DOMAIN,
      metadata: { ...error.metadata, outcome: error.outcome },
    }),
  ];
  if (error.violations.length > 0) {
    details.push(pack(types.badRequest, { fieldViolations: error.violations }));
  }
  if (error.retryAfterMs !== undefined) {
    details.push(pack(types.retryInfo, { retryDelay: durationOf(error.retryAfterMs) }));
  }
  return { code: error.code, message: error.message, details };
}

/** The serialized status for the trailer `grpc-status-details-bin`. */
export function encodeStatus(error: DbosdError): Buffer {
  const type = detailTypes().status;
  return Buffer.from(type.encode(type.fromObject(toStatus(error))).finish());
}

/** The error in a status. Without an ErrorInfo from dbosd: TRANSPORT with the code of the status. */
export function fromStatus(wire: Status__Output | WireStatus): DbosdError {
  const found = unpackDetails(wire.details);
  const info = found.errorInfo;
  if (info?.domain !== ERROR_DOMAIN || !isWireReason(info.reason)) {
    return transportError(wire.code, wire.message);
  }
  const { outcome, ...metadata } = info.metadata;
  return new DbosdError({
    reason: info.reason,
    message: wire.message,
    outcome: outcome === 'not_applied' ? 'not_applied' : 'unknown',
    violations: found.violations,
    metadata,
    code: wire.code,
    retryAfterMs: found.retryAfterMs,
  });
}

/**
 * The error in the trailer `grpc-status-details-bin`. Never throws: a trailer that cannot be parsed becomes TRANSPORT.
 */
export function decodeStatus(serialized: Uint8Array, code: status, message: string): DbosdError {
  try {
    const type = detailTypes().status;
    return fromStatus(objectOf(type, serialized) as unknown as WireStatus);
  } catch {
    return transportError(code, message);
  }
}

/** A failure of the connection, or of a peer that is not dbosd: it is unknown whether the call had an effect. */
export function transportError(code: status, message: string, cause?: unknown): DbosdError {
  return new DbosdError({
    reason: 'TRANSPORT',
    // grpc-js ends some messages with a heading and no text after it.
    message:
      message === ''
        ? `the call failed with ${status[code]}`
        : message.replace(/\.? *Resolution note: *$/, ''),
    code,
    outcome: 'unknown',
    cause,
  });
}

interface Details {
  errorInfo?: { reason: string; domain: string; metadata: Record<string, string> };
  violations: FieldViolation[];
  retryAfterMs?: number;
}

function unpackDetails(details: readonly { type_url: string; value: Uint8Array | string }[]): Details {
  const types = detailTypes();
  const found: Details = { violations: [] };
  for (const { type_url: url, value } of details) {
    const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : value;
    if (url === urlOf(types.errorInfo)) {
      found.errorInfo = objectOf(types.errorInfo, bytes) as unknown as NonNullable<Details['errorInfo']>;
    } else if (url === urlOf(types.badRequest)) {
      found.violations = objectOf(types.badRequest, bytes).fieldViolations as FieldViolation[];
    } else if (url === urlOf(types.retryInfo)) {
      const delay = objectOf(types.retryInfo, bytes).retryDelay as { seconds: number; nanos: number };
      found.retryAfterMs = delay.seconds * 1000 + Math.ceil(delay.nanos / 1e6);
    }
  }
  return found;
}

function detailTypes(): DetailTypes {
  const root = contractRoot();
  return {
    status: root.lookupType('google.rpc.Status'),
    errorInfo: root.lookupType('google.rpc.ErrorInfo'),
    retryInfo: root.lookupType('google.rpc.RetryInfo'),
    badRequest: root.lookupType('google.rpc.BadRequest'),
  };
}

function pack(type: Type, message: Record<string, unknown>): { type_url: string; value: Buffer } {
  return { type_url: urlOf(type), value: Buffer.from(type.encode(type.fromObject(message)).finish()) };
}

function urlOf(type: Type): string {
  return `type.googleapis.com/${type.fullName.slice(1)}`;
}

function objectOf(type: Type, bytes: Uint8Array): Record<string, unknown> {
  return type.toObject(type.decode(bytes), { longs: Number, bytes: Buffer, defaults: true });
}

function durationOf(ms: number): { seconds: number; nanos: number } {
  return { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 };
}
