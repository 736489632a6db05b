import type { Palette } from './palette.ts';

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Names and values of a palette as the page's CSS custom properties: `--panel`, `--ink-will`, `--leg-under-way`, `--vehicle-silent`. */
export function customProperties(palette: Palette): Record<string, string> {
  const named = (prefix: string, colours: object): [string, string][] =>
    Object.entries(colours).map(([name, hex]): [string, string] => [`--${prefix}${kebab(name)}`, String(hex)]);
  return Object.fromEntries([
    ...named('', palette.surface),
    ...named('leg-', palette.leg),
    ...named('vehicle-', palette.vehicle),
  ]);
}
