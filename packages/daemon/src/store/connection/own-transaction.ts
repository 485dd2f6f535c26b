import type pg from 'pg';

/** What pg's Query is made of, beyond its types: the client calls these with the server's messages. */
interface QueryParts {
  name: string | undefined;
  queryMode: 'extended';
  submit(connection: ConnectionParts): unknown;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: ConnectionParts): void;
}

/** The same of its connection: each method sends one message of the protocol. */
interface ConnectionParts {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { text: string }): void;
  bind(message: object): void;
  execute(message: object): void;
  sync(): void;
}

/**
 * Makes a query a transaction of its own: `before` are sent ahead of it (the first of them begins), and a commit after it,
 * all in one piece that the server answers at once. It costs no round trip more than the query by itself, and what `before`
 * sets for the transaction holds for no other client, whichever is given the server's connection next.
 *
 * When the query fails, the transaction stays open, aborted: roll it back. `began` says whether it came so far.
 */
export function inOwnTransaction(
  query: pg.Query,
  before: readonly string[],
): { readonly query: pg.Query; readonly began: () => boolean } {
  const parts = query as unknown as QueryParts;
  const { name } = parts;
  const inner = {
    submit: parts.submit.bind(parts),
    handleRowDescription: parts.handleRowDescription.bind(parts),
    handleDataRow: parts.handleDataRow.bind(parts),
    handleCommandComplete: parts.handleCommandComplete.bind(parts),
  };
  let completed = 0;
  let isSubmitting = false;
  const isInner = (): boolean => completed === before.length;

  Object.defineProperty(parts, 'name', {
    // The client takes every ParseComplete for that of the query, and remembers its name as prepared.
    get: () => (isSubmitting || isInner() ? name : undefined),
  });
  parts.queryMode = 'extended';
  parts.submit = (connection) => {
    connection.stream.cork();
    isSubmitting = true;
    try {
      for (const text of before) sendUnnamed(connection, text);
      return inner.submit(withCommitBeforeSync(connection));
    } finally {
      isSubmitting = false;
      connection.stream.uncork();
    }
  };
  parts.handleRowDescription = (message) => {
    if (isInner()) inner.handleRowDescription(message);
  };
  parts.handleDataRow = (message) => {
    if (isInner()) inner.handleDataRow(message);
  };
  parts.handleCommandComplete = (message, connection) => {
    if (isInner()) inner.handleCommandComplete(message, connection);
    completed += 1;
  };
  return { query, began: () => completed >= before.length };
}

function sendUnnamed(connection: ConnectionParts, text: string): void {
  connection.parse({ text });
  connection.bind({});
  connection.execute({});
}

/** A query ends by its only Sync. */
function withCommitBeforeSync(connection: ConnectionParts): ConnectionParts {
  return Object.create(connection, {
    sync: {
      value: () => {
        sendUnnamed(connection, 'commit');
        connection.sync();
      },
    },
  }) as ConnectionParts;
}
