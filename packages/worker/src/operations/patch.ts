import { workflowBody } from '../context.js';

/**
 * Whether the workflow runs its new variant: true where it is at its front for the first time (which is recorded), or
 * took the new one when it was; false where the old one is recorded. Call it in sequence, as all that decides.
 */
export async function patch(patchName: string): Promise<boolean> {
  const run = workflowBody('DBOS.patch');
  const name = nameOf(patchName);
  const functionId = run.nextFunctionId;
  const found = await run.replay.find(functionId);
  run.throwIfStopped();
  if (found !== undefined && found.checkpoint.functionName !== name) return false;
  run.takeFunctionId();
  await run.once(
    functionId,
    name,
    () => undefined,
    async () => {
      const recordStep = { functionName: name, withoutSerialization: true };
      await run.perform({ functionId, startedAtMs: Date.now(), body: { recordStep } });
    },
  );
  return true;
}

/** As `patch` where no workflow of the old variant is left: passes over the mark, and makes none. */
export async function deprecatePatch(patchName: string): Promise<boolean> {
  const run = workflowBody('DBOS.deprecatePatch');
  const functionId = run.nextFunctionId;
  const found = await run.replay.find(functionId);
  run.throwIfStopped();
  if (found?.checkpoint.functionName === nameOf(patchName)) {
    run.takeFunctionId();
    run.replay.forget(functionId);
  }
  return true;
}

function nameOf(patchName: string): string {
  return `DBOS.patch-${patchName}`;
}
