import type { LiveVehicle, SentCommand } from '@sweepline/contract';
import { language } from '../language/language.svelte.ts';
import type { Session } from '../session/session.svelte.ts';
import type { Toasts } from '../shared/toasts.svelte.ts';

/** Who sits at the desk, and what he looks at. */
interface Reader {
  readonly session: Session;
  readonly vehicles: ReadonlyMap<string, LiveVehicle>;
  readonly toasts: Toasts;
  /** Whose messages are open. */
  readonly message: LiveVehicle | null;
}

/** What a driver answered, to who wrote to him and does not look at it already. */
export function sayAnswer(desk: Reader, { vehicle, command, by, state, ok }: SentCommand): void {
  const isOver = state === 'acknowledged' || state === 'expired';
  if (!isOver || command.kind !== 'message') return;
  if (by !== desk.session.user?.login || desk.message?.vehicle === vehicle) return;
  const plate = desk.vehicles.get(vehicle)?.plate ?? vehicle;
  // With the words of the dialog that was open before.
  void import('../messages/words.ts').then(({ messageWords }) => {
    const { answered } = language.pick(messageWords);
    if (state === 'expired') desk.toasts.fail(answered.expired(plate));
    else if (ok === false) desk.toasts.fail(answered.refused(plate));
    else desk.toasts.say(answered.acknowledged(plate));
  });
}
