import { Client, credentials, status, type MethodDefinition, type ServiceError } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';

export type Health =
  | { readonly kind: 'serving' }
  | { readonly kind: 'not_serving' }
  /** Nobody answered in time. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** Somebody answered who does not know the question. */
  | { readonly kind: 'stranger'; readonly detail: string };

interface HealthResponse {
  readonly status?: string | number;
}

/** SERVING, as grpc.health.v1 numbers it. */
const SERVING = ['SERVING', 1];

/** Asks a server for its overall health (grpc.health.v1 Check with no service name). Never rejects. */
export async function checkHealth(address: string, timeoutMs: number): Promise<Health> {
  const client = new Client(address, credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = checkMethod();
  try {
    return await new Promise((resolve) => {
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        { service: '' },
        { deadline: Date.now() + timeoutMs },
        (error, response) => {
          resolve(error === null ? judgeAnswer(response) : judgeError(error));
        },
      );
    });
  } finally {
    client.close();
  }
}

function checkMethod(): MethodDefinition<object, HealthResponse> {
  return service['Check'] as unknown as MethodDefinition<object, HealthResponse>;
}

function judgeAnswer(response: HealthResponse | undefined): Health {
  return response?.status !== undefined && SERVING.includes(response.status)
    ? { kind: 'serving' }
    : { kind: 'not_serving' };
}

function judgeError({ code, details }: ServiceError): Health {
  const unreachable = code === status.UNAVAILABLE || code === status.DEADLINE_EXCEEDED;
  return {
    kind: unreachable ? 'unreachable' : 'stranger',
    detail: `${status[code]}: ${withoutEmptyNote(details)}`,
  };
}

/** grpc-js ends some details with a heading that nothing follows. */
function withoutEmptyNote(details: string): string {
  return details.replace(/\.? *Resolution note: *$/, '');
}
