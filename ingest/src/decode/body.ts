import { canonicalJson, canonicalString, type FixMessage } from '@sweepline/contract';

/** A text that neither jsonb nor text of PostgreSQL can hold. */
const NUL = '\\u0000';

/** RFC 8785 JSON of a fix, and what could not be put into it. */
export interface Body {
  readonly text: string;
  readonly fieldErrors: readonly string[];
}

/**
 * The body of a well-formed fix: its members in canonical order without sorting. Null where the fix has members that the
 * contract does not name, which `mergedBody` then puts in their places.
 */
export function plainBody(fix: FixMessage, instant: string): string | null {
  const { accuracy_m, altitude_m, battery_v, fuel_l, gear, hdop, heading_deg, hopper_pct } = fix;
  const { ignition, lat, lon, odometer_km, satellites, seq, speed_kmh } = fix;
  let named = 3;
  let text = '{';
  if (accuracy_m !== undefined) (named++, (text += `"accuracy_m":${accuracy_m},`));
  if (altitude_m !== undefined) (named++, (text += `"altitude_m":${altitude_m},`));
  if (battery_v !== undefined) (named++, (text += `"battery_v":${battery_v},`));
  if (fuel_l !== undefined) (named++, (text += `"fuel_l":${fuel_l},`));
  if (gear !== undefined) {
    const switches = gearBody(gear);
    if (switches === null) return null;
    named++;
    text += switches;
  }
  if (hdop !== undefined) (named++, (text += `"hdop":${hdop},`));
  if (heading_deg !== undefined) (named++, (text += `"heading_deg":${heading_deg},`));
  if (hopper_pct !== undefined) (named++, (text += `"hopper_pct":${hopper_pct},`));
  if (ignition !== undefined) (named++, (text += `"ignition":${ignition},`));
  text += `"lat":${lat},"lon":${lon},`;
  if (odometer_km !== undefined) (named++, (text += `"odometer_km":${odometer_km},`));
  if (satellites !== undefined) (named++, (text += `"satellites":${satellites},`));
  if (seq !== undefined) (named++, (text += `"seq":${seq},`));
  if (speed_kmh !== undefined) (named++, (text += `"speed_kmh":${speed_kmh},`));
  return named === memberCount(fix) ? `${text}"ts":"${instant}"}` : null;
}

function gearBody(gear: NonNullable<FixMessage['gear']>): string | null {
  const { brush, plough, spreader, vacuum, water } = gear;
  let named = 0;
  let text = '';
  if (brush !== undefined) (named++, (text += `,"brush":${brush}`));
  if (plough !== undefined) (named++, (text += `,"plough":${plough}`));
  if (spreader !== undefined) (named++, (text += `,"spreader":${spreader}`));
  if (vacuum !== undefined) (named++, (text += `,"vacuum":${vacuum}`));
  if (water !== undefined) (named++, (text += `,"water":${water}`));
  return named === memberCount(gear) ? `"gear":{${text.slice(1)}},` : null;
}

function memberCount(value: object): number {
  let count = 0;
  for (const _name in value) count++;
  return count;
}

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
