import { expect } from 'vitest';
import type { TSchema } from 'typebox';
import Value from 'typebox/value';

/** Fails naming each place where the answer is not what the schema promises. */
export function expectShape(schema: TSchema, body: unknown): void {
  expect(Value.Errors(schema, body).map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([]);
}
