import { createHash } from 'node:crypto';
import type { NetworkFormat } from '../../gateway/ports.ts';
import { importNetwork } from '../../network/importing/import-network.ts';
import type { PlannedEdge } from '../../network/importing/planned.ts';
import { encodeNetwork } from '../../network/snapshot.ts';
import { jsonBytes } from './json-bytes.ts';
import type { ImportedStreets } from './messages.ts';

/** Makes what is stored of a network out of a file. @throws Refused `bad-network` where nothing usable is in it. */
export async function makeStreets(
  format: NetworkFormat,
  body: Uint8Array,
  planned: readonly PlannedEdge[],
): Promise<ImportedStreets> {
  const { network, basemap, warnings, edges, length_m } = await importNetwork(format, body, planned);
  const json = jsonBytes(basemap);
  const tag = createHash('sha256').update(json).digest('base64url').slice(0, 22);
  return { snapshot: whole(encodeNetwork(network)), basemap: json, tag, warnings, edges, length_m };
}

/** The bytes in memory of their own, so that they can be handed over without copying more. */
const whole = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? (bytes as Uint8Array<ArrayBuffer>)
    : bytes.slice();
