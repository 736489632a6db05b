interface Place {
  open: (() => void) | null;
  ready: boolean;
}

/**
 * Lets answers out in the order in which the questions came in, however their work ends (MQTT 3.1.1, 4.6: PUBACKs are
 * sent in the order of the PUBLISHes). Closed, it lets nothing out any more.
 */
export class OrderedGate {
  #places: Place[] = [];
  #first = 0;
  #closed = false;
  #whenEmpty: (() => void)[] = [];

  /** Takes the next place in the queue; the function it returns says that the work is done. */
  enter(open: () => void): () => void {
    const place: Place = { open, ready: false };
    this.#places.push(place);
    return () => {
      place.ready = true;
      this.#letOut();
    };
  }

  get waiting(): number {
    return this.#places.length - this.#first;
  }

  close(): void {
    this.#closed = true;
    this.#places = [];
    this.#first = 0;
    this.#tellEmpty();
  }

  /** Resolves once nothing waits. */
  empty(): Promise<void> {
    return this.waiting === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  #letOut(): void {
    for (let place = this.#places[this.#first]; place?.ready && !this.#closed; place = this.#places[this.#first]) {
      this.#first++;
      place.open?.();
      place.open = null;
    }
    if (this.#first === this.#places.length) {
      this.#places = [];
      this.#first = 0;
      this.#tellEmpty();
    } else if (this.#first > 1_024) {
      this.#places = this.#places.slice(this.#first);
      this.#first = 0;
    }
  }

  #tellEmpty(): void {
    for (const tell of this.#whenEmpty.splice(0)) tell();
  }
}
