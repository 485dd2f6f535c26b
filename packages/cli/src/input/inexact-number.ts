const TEXTS = /"[^"\\]*(?:\\.[^"\\]*)*"/g;
const WHOLE_NUMBERS = /(?<![\d.eE+])-?\d+(?![\d.eE])/g;

/** The first whole number of a JSON text that JavaScript cannot hold exactly: it would be stored as another one. */
export function inexactNumber(json: string): string | undefined {
  const numbers = json.replaceAll(TEXTS, '""').match(WHOLE_NUMBERS) ?? [];
  return numbers.find((digits) => !Number.isSafeInteger(Number(digits)));
}
