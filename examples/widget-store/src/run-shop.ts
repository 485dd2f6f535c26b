import type { DBOS } from '@dbosd/worker';
import { registerCheckout, type DurableCalls } from './checkout.js';
import { QUEUE } from './contract.js';

/** What else a shop's program needs of DBOS. */
export type ShopCalls = DurableCalls &
  Pick<typeof DBOS, 'launch' | 'shutdown'> & {
    registerQueue(name: string): Promise<unknown>;
  };

/**
 * Sells until SIGTERM or SIGINT. Says "shop ready" when it takes orders, and what it does for them. Set DBOS's
 * configuration before.
 */
export async function runShop(DBOS: ShopCalls): Promise<never> {
  const asked = new Promise((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
  });
  try {
    registerCheckout(DBOS);
    await DBOS.launch();
    await DBOS.registerQueue(QUEUE);
    console.log('shop ready');
    await asked;
    await DBOS.shutdown();
  } catch (error) {
    console.error(`the shop failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
  // Orders that still wait go on in another shop, or when this one starts again.
  process.exit(0);
}
