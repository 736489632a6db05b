import { canonicalJson, canonicalString, FIX_FIELDS, FixMessage } from '@sweepline/contract';

/** A character that no text of PostgreSQL can hold, as JSON writes it. */
const NUL = '\\u0000';

type Gear = NonNullable<FixMessage['gear']>;

/** RFC 8785 JSON of a fix, and what could not be put into it. */
export interface Body {
  readonly text: string;
  readonly fieldErrors: readonly string[];
}

const NAMED: ReadonlySet<string> = new Set(Object.keys(FixMessage.properties));
const SWITCHES: ReadonlySet<string> = new Set(Object.keys(FIX_FIELDS.gear.properties));

/**
 * The body of a well-formed fix: its members written out in canonical order, without sorting (a loop over the names is a
 * quarter slower). Null where the fix has members that the contract does not name, which `mergedBody` puts in their places.
 */
export function plainBody(fix: FixMessage, instant: string): string | null {
  for (const name in fix) if (!NAMED.has(name)) return null;
  const gear = fix.gear === undefined ? '' : gearBody(fix.gear);
  if (gear === null) return null;
  const upToGear =
    member('"accuracy_m":', fix.accuracy_m) +
    member('"altitude_m":', fix.altitude_m) +
    member('"battery_v":', fix.battery_v) +
    member('"fuel_l":', fix.fuel_l);
  const upToPlace =
    member('"hdop":', fix.hdop) +
    member('"heading_deg":', fix.heading_deg) +
    member('"hopper_pct":', fix.hopper_pct) +
    member('"ignition":', fix.ignition);
  const upToTime =
    member('"odometer_km":', fix.odometer_km) +
    member('"satellites":', fix.satellites) +
    member('"seq":', fix.seq) +
    member('"speed_kmh":', fix.speed_kmh);
  return `{${upToGear}${gear}${upToPlace}"lat":${fix.lat},"lon":${fix.lon},${upToTime}"ts":"${instant}"}`;
}

function gearBody(gear: Gear): string | null {
  for (const name in gear) if (!SWITCHES.has(name)) return null;
  const switches =
    member('"brush":', gear.brush) +
    member('"plough":', gear.plough) +
    member('"spreader":', gear.spreader) +
    member('"vacuum":', gear.vacuum) +
    member('"water":', gear.water);
  return `"gear":{${switches.slice(0, -1)}},`;
}

const member = (label: string, value: number | boolean | undefined): string =>
  value === undefined ? '' : `${label}${value},`;

/**
 * The body of any fix whose named fields are already valid. An unknown member that canonical JSON or the database cannot
 * hold (an infinite number, a lone surrogate, a NUL, nesting without end) is set aside like a bad field.
 */
export function mergedBody(members: ReadonlyMap<string, unknown>, instant: string): Body {
  const fieldErrors: string[] = [];
  let text = '{';
  for (const name of [...members.keys()].sort()) {
    try {
      const member = `${canonicalString(name)}:${name === 'ts' ? `"${instant}"` : canonicalJson(members.get(name))}`;
      if (member.includes(NUL)) throw new TypeError('NUL cannot be stored');
      text += `${text.length === 1 ? '' : ','}${member}`;
    } catch {
      fieldErrors.push(printable(name));
    }
  }
  return { text: `${text}}`, fieldErrors };
}

// oxlint-disable-next-line no-control-regex
const printable = (name: string): string => name.replace(/[\u0000-\u001f\ud800-\udfff]/g, '\ufffd').slice(0, 64);
