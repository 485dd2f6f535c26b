import { isMet, type Result } from '../measure/result.js';
import { CONTESTANTS, LOOKS } from './contestants.js';
import { numberText, spreadText } from './number-text.js';
import type { Paint } from './table.js';

/** A result as it is told when its row is done: a line of figures, and one for each target and each note. */
export function resultLines({ work, unit, figures, targets, notes = [] }: Result, paint: Paint): string[] {
  const told = CONTESTANTS.flatMap((name) => {
    const spread = figures[name]?.spread;
    return spread === undefined
      ? []
      : [`${LOOKS[name].title} ${numberText(spread.median)} (${spreadText(spread)})`];
  });
  return [
    `  ${paint(work, 'heading')} [${unit}]: ${told.join('; ')}`,
    ...targets.map((target) => {
      const met = isMet(target);
      const verdict = paint(met ? 'met' : 'missed', met ? 'good' : 'bad');
      return `    ${target.text}: ${verdict}, ${numberText(target.reached)}`;
    }),
    ...notes.map((note) => `    ${paint(note, 'quiet')}`),
  ];
}

/** What the table has no room for: each note once, with the work it belongs to. */
export function noteLines(results: readonly Result[]): string[] {
  const works = new Map<string, string[]>();
  for (const { work, notes = [] } of results) {
    for (const note of notes) works.set(note, [...(works.get(note) ?? []), work]);
  }
  return [...works].map(([note, of]) => `${note} (${of.join('; ')})`);
}
