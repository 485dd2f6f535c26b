/** What the shop and its storefront have agreed on. The two share no code but this, and no database credentials. */

export const APPLICATION = 'widget-store';
export const QUEUE = 'checkouts';
export const WORKFLOW = 'checkoutWorkflow';

/** The event that names the payment to make. */
export const PAYMENT_ID = 'payment_id';
/** The topic on which the outcome of the payment arrives: `paid` or anything else. */
export const PAYMENT = 'payment';
/** The stream with what happens to the order. */
export const PROGRESS = 'progress';

export interface Order {
  readonly customer: string;
  readonly lines: readonly { readonly widget: string; readonly quantity: number }[];
}

export interface Progress {
  readonly text: string;
  /** The shop's clock when it wrote this, in milliseconds since 1970. */
  readonly writtenAtMs: number;
}

export interface Receipt {
  readonly paymentId: string;
  readonly shipped: boolean;
  readonly parcels: number;
  /** How often the payment was announced to the workflow. */
  readonly payments: number;
  /** How many values the stream of the order holds. */
  readonly progressLines: number;
}
