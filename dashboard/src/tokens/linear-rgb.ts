/** Linear-light sRGB, 0–1. */
export type LinearRgb = readonly [r: number, g: number, b: number];

const linearise = (byte: number): number => {
  const v = byte / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
};

/** @param hex `#RRGGBB` */
export function linearOf(hex: string): LinearRgb {
  const bits = Number.parseInt(hex.slice(1), 16);
  return [linearise(bits >> 16), linearise((bits >> 8) & 255), linearise(bits & 255)];
}

/** Björn Ottosson's OKLCH (2020) as linear sRGB; hue in degrees. */
export function linearOfOklch(L: number, C: number, h_deg: number): LinearRgb {
  const a = C * Math.cos((h_deg * Math.PI) / 180);
  const b = C * Math.sin((h_deg * Math.PI) / 180);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** WCAG 2 contrast ratio of two `#RRGGBB` colours, 1–21. */
export function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [r, g, b] = linearOf(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const a = luminance(one);
  const b = luminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
