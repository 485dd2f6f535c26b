import { readFileSync } from 'node:fs';
import { workspacePath } from '../workspace.js';

/** A fenced `ts` block of a page. */
export interface Example {
  /** The page and the line of its first line of code, as in errors of compilers. */
  readonly name: string;
  /** The nearest heading above it. */
  readonly heading: string;
  readonly line: number;
  readonly code: string;
  /** What it says that it shows: what stands behind each `// →`, cut at `, then `. */
  readonly shows: readonly string[];
}

const FENCE = '```';

/** The examples of a page of docs/, in their order. */
export function examplesOf(page: string): Example[] {
  const lines = readFileSync(workspacePath(page), 'utf8').split('\n');
  const examples: Example[] = [];
  let heading = '';
  let begun: { line: number; lines: string[] } | undefined;
  for (const [index, line] of lines.entries()) {
    if (begun !== undefined) {
      if (line !== FENCE) {
        begun.lines.push(line);
        continue;
      }
      examples.push(exampleOf({ page, heading, ...begun }));
      begun = undefined;
    } else if (line === `${FENCE}ts`) begun = { line: index + 2, lines: [] };
    else if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
  }
  return examples;
}

function exampleOf(found: { page: string; heading: string; line: number; lines: string[] }): Example {
  const { page, heading, line, lines } = found;
  return {
    name: `${page}:${String(line)}`,
    heading,
    line,
    code: lines.join('\n'),
    shows: lines.flatMap((text) => / \/\/ → (.*)$/.exec(text)?.[1]?.split(', then ') ?? []),
  };
}
