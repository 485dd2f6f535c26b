/** A text of so many bytes, as both libraries store it. */
export function storedText(bytes = 100): string {
  const around = JSON.stringify({ json: '', __dbos_serializer: 'superjson' });
  return JSON.stringify({ json: 'x'.repeat(bytes - around.length), __dbos_serializer: 'superjson' });
}
