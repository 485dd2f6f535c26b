import { channelCredentials } from '@dbosd/shared';
import { Client, status, type MethodDefinition, type ServiceError } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';
import { NOTIFICATIONS } from './health.js';

export type Health =
  /** `hears`: whether notifications arrive. `undefined`: it does not use them, or does not say. */
  | { readonly kind: 'serving'; readonly hears: boolean | undefined }
  | { readonly kind: 'not_serving' }
  /** Nothing answered in time. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** Something answered that does not know this service. */
  | { readonly kind: 'stranger'; readonly detail: string };

interface HealthResponse {
  readonly status?: string | number;
}

/** SERVING, as grpc.health.v1 numbers it. */
const SERVING = ['SERVING', 1];

/**
 * Asks a server for its overall health (grpc.health.v1 Check with no service name), and, if it serves, whether notifications
 * arrive. Never rejects.
 */
export async function checkHealth(address: string, timeoutMs: number): Promise<Health> {
  const client = new Client(address, channelCredentials());
  try {
    const answer = await check(client, '', timeoutMs);
    if ('failure' in answer) return judgeError(answer.failure);
    if (!isServing(answer)) return { kind: 'not_serving' };
    const notifications = await check(client, NOTIFICATIONS, timeoutMs);
    return { kind: 'serving', hears: 'failure' in notifications ? undefined : isServing(notifications) };
  } finally {
    client.close();
  }
}

function check(
  client: Client,
  serviceName: string,
  timeoutMs: number,
): Promise<HealthResponse | { readonly failure: ServiceError }> {
  const { path, requestSerialize, responseDeserialize } = checkMethod();
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { service: serviceName },
      { deadline: Date.now() + timeoutMs },
      (error, response) => {
        resolve(error === null ? (response ?? {}) : { failure: error });
      },
    );
  });
}

function checkMethod(): MethodDefinition<object, HealthResponse> {
  return service['Check'] as unknown as MethodDefinition<object, HealthResponse>;
}

function isServing({ status: word }: HealthResponse): boolean {
  return word !== undefined && SERVING.includes(word);
}

function judgeError({ code, details }: ServiceError): Health {
  const unreachable = code === status.UNAVAILABLE || code === status.DEADLINE_EXCEEDED;
  return {
    kind: unreachable ? 'unreachable' : 'stranger',
    detail: `${status[code]}: ${withoutEmptyNote(details)}`,
  };
}

/** grpc-js ends some details with a heading without text. */
function withoutEmptyNote(details: string): string {
  return details.replace(/\.? *Resolution note: *$/, '');
}
