import { isMet, scatters, timesFloor, type Result } from '../measure/result.js';
import { CONTESTANTS, LOOKS } from './contestants.js';
import { numberText, ratioText, spreadText } from './number-text.js';
import type { Paint } from './table.js';

/** A result as it is printed when its row is done: a line of figures, and one for each target and each note. */
export function resultLines(result: Result, paint: Paint): string[] {
  const { work, unit, figures, targets, floor, notes = [] } = result;
  const values = CONTESTANTS.flatMap((name) => {
    const figure = figures[name];
    if (figure === undefined) return [];
    const { spread } = figure;
    const scattered = scatters(figure) ? ', scatters by more than 20 %' : '';
    return [`${LOOKS[name].title} ${numberText(spread.median)} (${spreadText(spread)}${scattered})`];
  });
  return [
    `  ${paint(work, 'heading')} [${unit}]: ${values.join('; ')}`,
    ...targets.map((target) => {
      const met = isMet(target);
      const verdict = paint(met ? 'met' : 'missed', met ? 'good' : 'bad');
      return `    ${target.text}: ${verdict}, ${numberText(target.reached)}`;
    }),
    ...(floor === undefined
      ? []
      : [
          `    ${ratioText(timesFloor(result))} the floor: ${floor.text}, ${numberText(floor.value)} ${unit}`,
        ]),
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
