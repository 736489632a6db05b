import type { FeatureCollection } from '@sweepline/contract';

/** Features written at a time: the whole as one string would pass what a string may hold. */
const CHUNK = 5_000;

/** A collection as JSON in UTF-8, however large. */
export function jsonBytes({ type, features }: FeatureCollection): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts = [encoder.encode(`{"type":${JSON.stringify(type)},"features":[`)];
  for (let at = 0; at < features.length; at += CHUNK) {
    const list = JSON.stringify(features.slice(at, at + CHUNK)).slice(1, -1);
    parts.push(encoder.encode(at === 0 ? list : `,${list}`));
  }
  parts.push(encoder.encode(']}'));
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
