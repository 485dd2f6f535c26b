/** What a text says: colours follow from it. */
export type Tone = 'heading' | 'good' | 'doubtful' | 'bad' | 'busy' | 'quiet';

const CODES: Readonly<Record<Tone, number>> = {
  heading: 1,
  good: 32,
  doubtful: 33,
  bad: 31,
  busy: 36,
  quiet: 2,
};

export type Paint = (text: string, tone: Tone | undefined) => string;

/** Colours on a terminal that knows them, unless NO_COLOR says no; the text itself everywhere else. */
export function painter(
  isTerminal: boolean,
  { noColour, isDumb }: { noColour: boolean; isDumb: boolean },
): Paint {
  if (!isTerminal || noColour || isDumb) return (text) => text;
  return (text, tone) =>
    tone === undefined || text === '' ? text : `\x1b[${String(CODES[tone])}m${text}\x1b[0m`;
}
