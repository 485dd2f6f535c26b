/** Colours only on a terminal (https://no-color.org). */
const coloured = process.stdout.isTTY && (process.env.NO_COLOR ?? '') === '';

const paint = (code: number) => (text: string) =>
  coloured ? `\u001b[${String(code)}m${text}\u001b[0m` : text;

export const dim = paint(2);
export const green = paint(32);
export const red = paint(31);
export const bold = paint(1);

/** One line: who speaks, and what. */
export function say(who: string, text: string): void {
  console.log(`  ${bold(who.padEnd(11))}${text}`);
}
