/** Places where workflows wait until the test lets them pass, so that a test knows what has happened and what has not. */
export class Gates {
  readonly #gates = new Map<string, { readonly reached: Signal; readonly opened: Signal }>();

  async pass(name: string): Promise<void> {
    const { reached, opened } = this.#gate(name);
    reached.give();
    await opened.given;
  }

  reached(name: string): Promise<void> {
    return this.#gate(name).reached.given;
  }

  open(name: string): void {
    this.#gate(name).opened.give();
  }

  #gate(name: string): { readonly reached: Signal; readonly opened: Signal } {
    const gate = this.#gates.get(name) ?? { reached: new Signal(), opened: new Signal() };
    this.#gates.set(name, gate);
    return gate;
  }
}

/** Given once, and known from then on. */
export class Signal {
  give!: () => void;
  readonly given = new Promise<void>((resolve) => {
    this.give = resolve;
  });
}
