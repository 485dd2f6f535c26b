export const PAYLOAD_BYTES = 100;

/** What is sent where nothing else is said: 100 bytes as they are stored. */
export function payload(bytes = PAYLOAD_BYTES): string {
  // Both libraries store a text so.
  return 'x'.repeat(bytes - '{"json":"","__dbos_serializer":"superjson"}'.length);
}

/** The same as both libraries store it. */
export function storedPayload(): string {
  return JSON.stringify({ json: payload(), __dbos_serializer: 'superjson' });
}
