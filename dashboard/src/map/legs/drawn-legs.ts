import { Drawn, type SourceDiff } from '../drawn-source.ts';
import type { DrawnLeg } from '../street-map-input.ts';
import type { Streets } from '../streets/edge-lines.ts';
import { cut, placeAlong } from '../streets/measured-line.ts';
import { strandOf } from './leg-pieces.ts';

const KERB = { left: -1, centre: 0, right: 1 } as const;
/** Each kerb's bead at a place of its own. */
const BEAD_AT = { left: 0.44, centre: 0.5, right: 0.56 } as const;

const same = (one: DrawnLeg, other: DrawnLeg): boolean =>
  one === other ||
  (one.edge === other.edge &&
    one.side === other.side &&
    one.tone === other.tone &&
    one.from_m === other.from_m &&
    one.to_m === other.to_m &&
    one.passes === other.passes &&
    one.arrow === other.arrow &&
    one.label === other.label);

/** Turns given legs into lines, and a change of them into the difference of the drawing. */
export class DrawnLegs {
  readonly #streets: Streets;
  readonly #drivesOn: 'left' | 'right';
  #legs = new Map<string, DrawnLeg>();
  readonly #lines = new Drawn();
  readonly #beads = new Drawn();

  constructor(streets: Streets, drivesOn: 'left' | 'right') {
    this.#streets = streets;
    this.#drivesOn = drivesOn;
  }

  show(legs: readonly DrawnLeg[]): { lines: SourceDiff; beads: SourceDiff } {
    const shown = new Map(legs.map((leg) => [leg.key, leg]));
    for (const key of this.#legs.keys()) if (!shown.has(key)) this.#put(key, null);
    for (const [key, leg] of shown) {
      const before = this.#legs.get(key);
      if (!before || !same(before, leg)) this.#put(key, leg);
    }
    this.#legs = shown;
    return { lines: this.#lines.take(), beads: this.#beads.take() };
  }

  #put(key: string, leg: DrawnLeg | null): void {
    const street = leg && this.#streets.get(leg.edge);
    const lines: GeoJSON.Feature[] = [];
    const beads: GeoJSON.Feature[] = [];
    if (leg && street) {
      const { side, tone, from_m = 0, to_m = street.line.length_m, passes = 1 } = leg;
      const coordinates = cut(street.line, from_m, to_m);
      const turn_deg = side === 'centre' || side === this.#drivesOn ? 0 : 180;
      for (let pass = 1; pass <= (coordinates ? passes : 0); pass++) {
        const properties = {
          key: `${key}\n${pass}`,
          tone,
          kerb: KERB[side],
          ...strandOf({ side, pass, passes }),
          turn_deg,
          arrow: leg.arrow === true && pass === 1,
        };
        lines.push({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: coordinates! } });
      }
      if (coordinates && leg.label !== undefined) {
        const place = placeAlong(street.line, from_m + (to_m - from_m) * BEAD_AT[side]);
        beads.push({
          type: 'Feature',
          properties: { key, text: leg.label },
          geometry: { type: 'Point', coordinates: place },
        });
      }
    }
    this.#lines.put(key, lines);
    this.#beads.put(key, beads);
  }
}
