/** How the live connection stands. Times are epoch milliseconds. */
export type Link =
  | { readonly phase: 'idle' }
  /** `lost_ms` is when the last connection ended; null at the first attempt. */
  | { readonly phase: 'connecting'; readonly attempt: number; readonly lost_ms: number | null }
  | { readonly phase: 'live'; readonly heard_ms: number; readonly restored: Restored | null }
  | { readonly phase: 'offline'; readonly attempt: number; readonly lost_ms: number | null; readonly retry_ms: number }
  | { readonly phase: 'refused' };

/** What the band says for a while after a connection came back. */
interface Restored {
  readonly at_ms: number;
  readonly lasted_ms: number;
  readonly messages: number;
}

export type LinkEvent =
  | { readonly type: 'start' }
  | { readonly type: 'heard' }
  /** `jitter` in [0, 1) spreads the clients of a restarted service. */
  | { readonly type: 'closed'; readonly jitter: number }
  | { readonly type: 'retry' }
  | { readonly type: 'refused' }
  | { readonly type: 'stop' };

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
/** The band of a restored connection stays this long. */
export const RESTORED_FOR_MS = 4_000;

/** 0.5, 1, 2, 4, 8, 15 s, each up to a quarter longer. */
export const backoff = (attempt: number, jitter: number): number =>
  Math.round(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10)) * (1 + jitter / 4));

export function stepLink(link: Link, event: LinkEvent, now_ms: number): Link {
  switch (event.type) {
    case 'stop':
      return { phase: 'idle' };
    case 'refused':
      return { phase: 'refused' };
    case 'start':
      return link.phase === 'idle' || link.phase === 'refused'
        ? { phase: 'connecting', attempt: 0, lost_ms: null }
        : link;
    case 'retry':
      return link.phase === 'offline' ? { phase: 'connecting', attempt: link.attempt, lost_ms: link.lost_ms } : link;
    case 'closed':
      return closed(link, event.jitter, now_ms);
    case 'heard':
      return heard(link, now_ms);
  }
}

function closed(link: Link, jitter: number, now_ms: number): Link {
  if (link.phase === 'live')
    return { phase: 'offline', attempt: 0, lost_ms: now_ms, retry_ms: now_ms + backoff(0, jitter) };
  if (link.phase !== 'connecting') return link;
  const attempt = link.attempt + 1;
  return { phase: 'offline', attempt, lost_ms: link.lost_ms, retry_ms: now_ms + backoff(attempt, jitter) };
}

function heard(link: Link, now_ms: number): Link {
  if (link.phase === 'connecting') {
    const restored = link.lost_ms === null ? null : { at_ms: now_ms, lasted_ms: now_ms - link.lost_ms, messages: 1 };
    return { phase: 'live', heard_ms: now_ms, restored };
  }
  if (link.phase !== 'live') return link;
  const { restored } = link;
  if (restored === null) return { phase: 'live', heard_ms: now_ms, restored };
  const settled = now_ms - restored.at_ms > RESTORED_FOR_MS;
  return {
    phase: 'live',
    heard_ms: now_ms,
    restored: settled ? null : { ...restored, messages: restored.messages + 1 },
  };
}
