import { isMet } from './measure/result.js';
import { ROWS } from './rows/all.js';
import { Stage } from './stage/stage.js';

const only = process.argv[2]?.split(',');
const stage = await Stage.start(
  { rounds: Number(process.argv[3] ?? 3), roundMs: Number(process.argv[4] ?? 2000), quick: false },
  () => undefined,
);
try {
  for (const row of ROWS.filter(({ name }) => only?.includes(name) ?? true)) {
    for (const result of await row.measure(stage)) {
      const figures = Object.entries(result.figures).map(
        ([name, { spread }]) =>
          `${name} ${spread.median.toFixed(1)} (${spread.min.toFixed(0)}-${spread.max.toFixed(0)})`,
      );
      console.log(
        `${result.work} [${result.unit}]: ${figures.join(', ')}; ${result.targets.map((t) => `${t.text}: ${t.reached.toFixed(2)} ${isMet(t) ? 'met' : 'MISSED'}`).join('; ')}`,
      );
    }
  }
} finally {
  await stage.close();
}
