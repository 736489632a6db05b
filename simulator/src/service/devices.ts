import type { Rest } from './rest.ts';

/** A device's secret: a new device's from its PUT, an old one's by rotation, since the service tells a secret only once. */
export async function secretOf(rest: Rest, device: string, vehicle: string, interval_s?: number): Promise<string> {
  const body = { vehicle, ...(interval_s === undefined ? {} : { interval_s }) };
  const made = await rest.put<{ secret?: string } | undefined>(`/devices/${device}`, body);
  if (made?.secret !== undefined) return made.secret;
  const { secret } = await rest.post<{ secret: string }>(`/devices/${device}/rotate`);
  return secret;
}

/** Runs `work` over all items, a few at a time. */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  width = 4,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
