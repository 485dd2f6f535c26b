/** What a process of the bench can be asked to do, by name. Arguments and results go as IPC messages. */
export type Jobs = Readonly<Record<string, (args: never) => Promise<unknown>>>;

export interface JobCall {
  readonly id: number;
  readonly job: string;
  readonly args: unknown;
}

export type JobReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

/** Serves until `close` is called or the parent goes, then ends the process. */
export function serveJobs(jobs: Jobs, close: () => Promise<void>): void {
  const end = (): void => {
    void close().finally(() => process.exit());
  };
  const reply = (message: JobReply): void => {
    process.send?.(message);
  };
  process.on('disconnect', end);
  process.on('message', ({ id, job, args }: JobCall) => {
    if (job === 'close') {
      end();
      return;
    }
    const run = jobs[job];
    if (run === undefined) {
      reply({ kind: 'failed', id, message: `there is no job ${job}` });
      return;
    }
    run(args as never).then(
      (value: unknown) => {
        reply({ kind: 'done', id, value });
      },
      (error: unknown) => {
        reply({
          kind: 'failed',
          id,
          message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      },
    );
  });
  reply({ kind: 'ready' });
}
