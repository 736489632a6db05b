/** Plane kernels over one segment from (ax, ay) to (bx, by); any unit, the same for all arguments. */

/** Share of the segment, 0–1, at which the point (px, py) is nearest. */
export function nearestShare(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const size2 = dx * dx + dy * dy;
  if (size2 === 0) return 0;
  const t = ((px - ax) * dx + (py - ay) * dy) / size2;
  return t <= 0 ? 0 : t >= 1 ? 1 : t;
}

/** Distance of the point from the segment. */
export function distanceToSegment(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const t = nearestShare(px, py, ax, ay, bx, by);
  return Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay));
}

/** Shares along both segments at which a→b and c→d properly cross; null where they are parallel or miss one another. */
export function crossing(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): readonly [number, number] | null {
  const rx = bx - ax;
  const ry = by - ay;
  const sx = dx - cx;
  const sy = dy - cy;
  const turn = rx * sy - ry * sx;
  if (turn === 0) return null;
  const t = ((cx - ax) * sy - (cy - ay) * sx) / turn;
  const u = ((cx - ax) * ry - (cy - ay) * rx) / turn;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? [t, u] : null;
}
