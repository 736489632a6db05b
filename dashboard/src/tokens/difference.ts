import { linearOf, type LinearRgb } from './linear-rgb.ts';

type Lab = readonly [L: number, a: number, b: number];

/** CIE 1976 L*a*b* under D65 of linear sRGB. */
function labOf([r, g, b]: LinearRgb): Lab {
  const x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047;
  const y = 0.2126729 * r + 0.7151522 * g + 0.072175 * b;
  const z = (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883;
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  return [116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))];
}

const radians = (deg: number): number => (deg * Math.PI) / 180;
const degrees = (rad: number): number => (rad * 180) / Math.PI;

/** CIEDE2000 with unit weights, after Sharma, Wu and Dalal (2005), whose equation numbers the comments give. */
export function ciede2000(first: Lab, second: Lab): number {
  const [L1, a1, b1] = first;
  const [L2, a2, b2] = second;
  // (2–7) stretched a', chroma and hue
  const meanC7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const stretch = 1 + 0.5 * (1 - Math.sqrt(meanC7 / (meanC7 + 25 ** 7)));
  const C1 = Math.hypot(stretch * a1, b1);
  const C2 = Math.hypot(stretch * a2, b2);
  const h1 = C1 === 0 ? 0 : (degrees(Math.atan2(b1, stretch * a1)) + 360) % 360;
  const h2 = C2 === 0 ? 0 : (degrees(Math.atan2(b2, stretch * a2)) + 360) % 360;
  // (8–11) differences; the hue goes the short way round
  const hueless = C1 * C2 === 0;
  const turn = hueless ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const dL = L2 - L1;
  const dC = C2 - C1;
  const dH = 2 * Math.sqrt(C1 * C2) * Math.sin(radians(turn / 2));
  // (12–14) means
  const L = (L1 + L2) / 2;
  const C = (C1 + C2) / 2;
  const h = hueless ? h1 + h2 : Math.abs(h1 - h2) > 180 ? ((h1 + h2 + 360) / 2) % 360 : (h1 + h2) / 2;
  // (15–21) weights and the rotation term for blue
  const T =
    1 -
    0.17 * Math.cos(radians(h - 30)) +
    0.24 * Math.cos(radians(2 * h)) +
    0.32 * Math.cos(radians(3 * h + 6)) -
    0.2 * Math.cos(radians(4 * h - 63));
  const SL = 1 + (0.015 * (L - 50) ** 2) / Math.sqrt(20 + (L - 50) ** 2);
  const SC = 1 + 0.045 * C;
  const SH = 1 + 0.015 * C * T;
  const RC = 2 * Math.sqrt(C ** 7 / (C ** 7 + 25 ** 7));
  const RT = -Math.sin(radians(60 * Math.exp(-(((h - 275) / 25) ** 2)))) * RC;
  // (22)
  const l = dL / SL;
  const c = dC / SC;
  const e = dH / SH;
  return Math.sqrt(l * l + c * c + e * e + RT * c * e);
}

/** How far two colours lie apart to an eye that sees them as `see` says. */
export const difference = (one: string, other: string, see: (rgb: LinearRgb) => LinearRgb): number =>
  ciede2000(labOf(see(linearOf(one))), labOf(see(linearOf(other))));
