/** So near an edge what is held draws the board along, at most so far a frame. */
const EDGE_PX = 56;
const MOST_PX = 18;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far the board goes to the right and down in this frame, for a place in the same pixels as its box. */
export function pullOf(box: Box, { x, y }: { readonly x: number; readonly y: number }): readonly [number, number] {
  return [along(x, box.left, box.right), along(y, box.top, box.bottom)];
}

function along(place: number, begin: number, end: number): number {
  const edge = Math.min(EDGE_PX, (end - begin) / 4);
  const before = begin + edge - place;
  const behind = place - (end - edge);
  if (before > 0) return -share(before, edge);
  return behind > 0 ? share(behind, edge) : 0;
}

const share = (depth: number, edge: number): number => Math.ceil(Math.min(1, depth / edge) * MOST_PX);
