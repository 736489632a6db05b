import type { Operation } from '@sweepline/contract';

/** Own glyphs of the operations and marks as SVG paths: 24 × 24, stroke 2, round caps, no fill; marks in 14 × 14. */
export const OPERATION_GLYPHS: Readonly<Record<Operation, string>> = {
  sweep: 'M12 3v6M5 20.5c0-5.6 2.8-9.3 7-11.5 4.2 2.2 7 5.9 7 11.5M9.2 20.5v-4.2M12 20.5v-6M14.8 20.5v-4.2',
  wash: 'M12 3c4.4 5.2 6.4 8.4 6.4 11.4a6.4 6.4 0 0 1-12.8 0C5.6 11.4 7.6 8.2 12 3zM9 15a3 3 0 0 0 3 3',
  plough: 'M6 3.5c5.4 3.6 5.4 13.4 0 17M10 12h11M17 8.5v7',
  grit: 'M4.5 4h15l-4.2 6.5H8.7zM12 14.2v.1M8 16.8v.1M16 16.8v.1M12 19.6v.1M5.2 20.6v.1M18.8 20.6v.1',
  haul: 'M3 6.5h11.5v9H3zM14.5 9.5h3.7l2.8 3.2v2.8h-6.5M7 18.8v.1M17.2 18.8v.1',
};

export const MARK_GLYPHS = {
  triangle: 'M7 1.2 13.4 12.6H.6z',
  octagon: 'M4.3 1h5.4L13 4.3v5.4L9.7 13H4.3L1 9.7V4.3z',
} as const;
