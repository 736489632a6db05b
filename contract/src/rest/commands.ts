import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { CommandBody } from '../mqtt/messages.ts';
import { COMMAND_STATES } from '../words.ts';
import { InstantOrNull } from './common.ts';

/** A command to a vehicle's device, and how far it has come. */
export const SentCommand = Type.Object({
  id: Id,
  vehicle: Id,
  device: Id,
  command: CommandBody,
  by: Type.String(),
  at: Type.String(),
  expiresAt: Type.String(),
  state: Type.Enum([...COMMAND_STATES]),
  /** When it was last given to the device, or to its broker. */
  sentAt: InstantOrNull,
  /** When the device was known to have it: by its PUBACK, which an outside broker keeps to itself, else by its `ack`. */
  deliveredAt: InstantOrNull,
  acknowledgedAt: InstantOrNull,
  /** What the device said: carried out, or refused; null until it answers. */
  ok: Type.Union([Type.Boolean(), Type.Null()]),
});
export type SentCommand = Static<typeof SentCommand>;
