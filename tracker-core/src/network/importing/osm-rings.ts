type Position = readonly [number, number];
type Ring = readonly Position[];

/** Polygons of a multipolygon: the member lines chained into rings, each hole in the outer ring around it. */
export function ringsOf(outer: readonly Ring[], inner: readonly Ring[]): Ring[][] {
  const polygons = chained(outer).map((ring) => [ring]);
  for (const hole of chained(inner)) {
    polygons.find(([ring]) => inside(hole[0]!, ring!))?.push(hole);
  }
  return polygons;
}

/** Joins lines end to end into closed rings; what does not close is left out. */
function chained(lines: readonly Ring[]): Ring[] {
  const left = lines.filter((line) => line.length > 1).map((line) => [...line]);
  const rings: Ring[] = [];
  while (left.length > 0) {
    const ring = left.pop()!;
    while (!same(ring[0]!, ring[ring.length - 1]!)) {
      const end = ring[ring.length - 1]!;
      const next = left.findIndex((line) => same(line[0]!, end) || same(line[line.length - 1]!, end));
      if (next < 0) break;
      const [line] = left.splice(next, 1) as [Position[]];
      if (!same(line[0]!, end)) line.reverse();
      ring.push(...line.slice(1));
    }
    if (ring.length > 3 && same(ring[0]!, ring[ring.length - 1]!)) rings.push(ring);
  }
  return rings;
}

const same = (a: Position, b: Position) => a[0] === b[0] && a[1] === b[1];

/** Even-odd rule. */
function inside([x, y]: Position, ring: Ring): boolean {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}
