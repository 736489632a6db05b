import type { Attempt, Delivery, DeliveryReceipt, DeviceCredentials, IngestPort } from '../port.ts';

/** A service that keeps what it is given in memory and commits when it is told to. */
export class MemoryPort implements IngestPort {
  readonly deliveries: Delivery[] = [];
  readonly attempts: Attempt[] = [];
  readonly delivered: [device: string, command: string][] = [];
  readonly connections: [device: string, online: boolean][] = [];
  readonly secrets = new Map<string, { municipality: string; secret: string }>();
  now_ms = Date.parse('2026-11-21T06:00:00.000Z');
  /** What a commit does; the default commits at once and finds nothing to refuse. */
  commit: (delivery: Delivery) => Promise<DeliveryReceipt> = async () => ({ refusals: [] });
  #watchers: { met: () => boolean; tell: () => void }[] = [];

  device(
    device: string,
    municipality = 'town',
    secret = `secret of ${device}`,
  ): { device: string; municipality: string; secret: string } {
    this.secrets.set(device, { municipality, secret });
    return { device, municipality, secret };
  }

  async deliver(delivery: Delivery): Promise<DeliveryReceipt> {
    this.deliveries.push(delivery);
    const committed = this.commit(delivery);
    this.#look();
    return committed.finally(() => this.#look());
  }

  credentials(device: string): DeviceCredentials | null {
    const known = this.secrets.get(device);
    return known ? { municipality: known.municipality, accepts: (secret) => secret === known.secret } : null;
  }

  connected(device: string, online: boolean): void {
    this.connections.push([device, online]);
    this.#look();
  }

  turnedAway(attempt: Attempt): void {
    this.attempts.push(attempt);
    this.#look();
  }

  commandDelivered(device: string, id: string): void {
    this.delivered.push([device, id]);
    this.#look();
  }

  now(): number {
    return this.now_ms;
  }

  get fixes(): Delivery['fixes'] {
    return this.deliveries.flatMap(({ fixes }) => fixes);
  }

  get refusals(): Delivery['refusals'] {
    return this.deliveries.flatMap(({ refusals }) => refusals);
  }

  /** Resolves once the condition holds; looked at after every call of the port. */
  until(met: () => boolean): Promise<void> {
    if (met()) return Promise.resolve();
    return new Promise((tell) => this.#watchers.push({ met, tell }));
  }

  #look(): void {
    this.#watchers = this.#watchers.filter(({ met, tell }) => {
      const done = met();
      if (done) tell();
      return !done;
    });
  }
}
