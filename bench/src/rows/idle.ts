import { setTimeout as delay } from 'node:timers/promises';
import { figure } from '../measure/figures.js';
import { atMost, type Result } from '../measure/result.js';
import { cpuSeconds, residentBytes } from '../stage/process-cost.js';
import type { Row } from './row.js';

const SETTLES_MS = 5000;
const WATCHED_MS = 20_000;

/** A daemon that nobody asks for anything. */
export const idle: Row = {
  name: 'idle',
  title: 'idle daemon',
  measure: (stage) =>
    stage.arena(async (arena) => {
      const { daemon } = await arena.dbosd();
      const watchedMs = stage.settings.quick ? WATCHED_MS / 2 : WATCHED_MS;
      stage.progress('idle daemon');
      await delay(SETTLES_MS);
      const [beforeSeconds, beforeMs] = [await cpuSeconds(daemon.pid), performance.now()];
      await delay(watchedMs);
      const usedMs = ((await cpuSeconds(daemon.pid)) - beforeSeconds) * 1000;
      const percent = (usedMs * 100) / (performance.now() - beforeMs);
      const megabytes = (await residentBytes(daemon.pid)) / 1e6;
      const setting = `default settings, watched for ${String(watchedMs / 1000)} s`;
      return [
        line('idle daemon, processor', { setting, unit: '% of a core', reached: percent, goal: 1 }),
        line('idle daemon, memory', { setting, unit: 'MB', reached: megabytes, goal: 120 }),
      ];
    }),
};

function line(
  work: string,
  { setting, unit, reached, goal }: { setting: string; unit: string; reached: number; goal: number },
): Result {
  const text = `≤ ${String(goal)} ${unit}`;
  return { work, setting, unit, figures: { dbosd: figure(reached) }, targets: [atMost(text, goal, reached)] };
}
