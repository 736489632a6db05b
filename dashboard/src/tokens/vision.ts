import type { LinearRgb } from './linear-rgb.ts';

type Matrix = readonly [LinearRgb, LinearRgb, LinearRgb];

const clip = (v: number): number => Math.min(1, Math.max(0, v));

const through =
  ([r, g, b]: Matrix) =>
  ([x, y, z]: LinearRgb): LinearRgb => [
    clip(r[0] * x + r[1] * y + r[2] * z),
    clip(g[0] * x + g[1] * y + g[2] * z),
    clip(b[0] * x + b[1] * y + b[2] * z),
  ];

/** Ways of seeing, each a change of linear sRGB. Machado, Oliveira and Fernandes (2009) at severity 1.0. */
export const MACHADO = {
  normal: (rgb: LinearRgb): LinearRgb => rgb,
  protan: through([
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ]),
  deutan: through([
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ]),
  tritan: through([
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ]),
} as const;

/** The same two dichromats through Viénot, Brettel and Mollon (1999), in linear sRGB. */
export const VIENOT = {
  protan: through([
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ]),
  deutan: through([
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ]),
} as const;
