import type { Replay } from './replay.svelte.ts';

/** Keys of the replay page, by their place; answers whether the key was one. */
export function replayKey(replay: Replay, { code, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  if (ctrlKey || altKey || metaKey) return false;
  switch (code) {
    case 'Space':
      return (replay.player.toggle(), true);
    case 'ArrowLeft':
      return (shiftKey ? replay.stepMinute(-1) : replay.stepFix(-1), true);
    case 'ArrowRight':
      return (shiftKey ? replay.stepMinute(1) : replay.stepFix(1), true);
    case 'Comma':
      return (replay.player.shift(-1), true);
    case 'Period':
      return (replay.player.shift(1), true);
    case 'BracketLeft':
      return (replay.stepIncident(-1), true);
    case 'BracketRight':
      return (replay.stepIncident(1), true);
    default:
      return false;
  }
}
