import { OPERATIONS, VEHICLE_STATES, type VehicleState } from '@sweepline/contract';
import type { Palette } from '../../tokens/palette.ts';
import { MARK_GLYPHS, OPERATION_GLYPHS } from './glyphs.ts';

/** Drawn at twice its size, so that it stays crisp on dense screens. */
export const SPRITE_RATIO = 2;

const BODY_PX = 44;
const GLYPH_SCALE = 0.57;
const RING_PX = 2.25;
const DISC_R_PX = 11;
const NOSE_PX = 16.5;

type Draw = (to: CanvasRenderingContext2D) => void;

/** One canvas for all pictures, in plain memory: reading back what the graphics card drew costs a frame each time. */
let easel: CanvasRenderingContext2D | null = null;

/** A square picture with its origin in the middle, in CSS pixels. */
function picture(size_px: number, draw: Draw): ImageData {
  const to = (easel ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true })!);
  const { canvas } = to;
  // Clears it, and forgets what was set for the picture before.
  canvas.width = canvas.height = size_px * SPRITE_RATIO;
  to.scale(SPRITE_RATIO, SPRITE_RATIO);
  to.translate(size_px / 2, size_px / 2);
  to.lineCap = to.lineJoin = 'round';
  draw(to);
  return to.getImageData(0, 0, canvas.width, canvas.height);
}

function disc(r_px: number): Path2D {
  const path = new Path2D();
  path.arc(0, 0, r_px, 0, 2 * Math.PI);
  return path;
}

/** A disc whose outline runs in straight tangents to a point straight ahead (up). */
function nosed(r_px: number, nose_px: number): Path2D {
  const opening = Math.acos(r_px / nose_px);
  const path = new Path2D();
  path.moveTo(0, -nose_px);
  path.arc(0, 0, r_px, -Math.PI / 2 + opening, -Math.PI / 2 - opening);
  path.closePath();
  return path;
}

function square(side_px: number, corner_px: number): Path2D {
  const path = new Path2D();
  path.roundRect(-side_px / 2, -side_px / 2, side_px, side_px, corner_px);
  return path;
}

const filled =
  (shape: Path2D, fill: string, ring: string, ring_px = RING_PX): Draw =>
  (to) => {
    to.lineWidth = 2 * ring_px;
    to.strokeStyle = ring;
    to.stroke(shape);
    to.fillStyle = fill;
    to.fill(shape);
    to.lineWidth = 1;
    to.strokeStyle = fill;
    to.stroke(shape);
  };

/** Silent: a dashed ring around the ground, at the last known place. */
const hollow =
  (r_px: number, colour: string, casing: string, ring_px: number, dashes: number): Draw =>
  (to) => {
    to.fillStyle = casing;
    to.fill(disc(r_px + ring_px));
    const arc = (2 * Math.PI * r_px) / dashes;
    to.lineCap = 'butt';
    to.setLineDash([arc * 0.58, arc * 0.42]);
    to.lineWidth = ring_px;
    to.strokeStyle = colour;
    to.stroke(disc(r_px));
  };

function bodies(palette: Palette): Map<string, ImageData> {
  const { casing } = palette.surface;
  const { working, driving, stopped, silent } = palette.vehicle;
  const body = (draw: Draw): ImageData => picture(BODY_PX, draw);
  return new Map([
    ['body-working-nose', body(filled(nosed(DISC_R_PX, NOSE_PX), working, casing))],
    ['body-working', body(filled(disc(DISC_R_PX), working, casing))],
    ['body-driving-nose', body(filled(nosed(DISC_R_PX, NOSE_PX), driving, casing))],
    ['body-driving', body(filled(disc(DISC_R_PX), driving, casing))],
    ['body-stopped', body(filled(square(20, 4), stopped, casing))],
    ['body-silent', body(hollow(DISC_R_PX, silent, casing, 2.25, 9))],
  ]);
}

function glyphs(palette: Palette): Map<string, ImageData> {
  const drawn = (path: string, colour: string): ImageData =>
    picture(20, (to) => {
      to.scale(GLYPH_SCALE, GLYPH_SCALE);
      to.translate(-12, -12);
      to.lineWidth = 2.3;
      to.strokeStyle = colour;
      to.stroke(new Path2D(path));
    });
  const images = new Map<string, ImageData>();
  for (const operation of OPERATIONS) {
    images.set(`glyph-${operation}`, drawn(OPERATION_GLYPHS[operation], palette.surface.casing));
    images.set(`glyph-${operation}-silent`, drawn(OPERATION_GLYPHS[operation], palette.vehicle.silent));
  }
  return images;
}

/** From afar: 7 px in the shape of the state. */
function dots(palette: Palette): Map<string, ImageData> {
  const { casing } = palette.surface;
  const shape: Readonly<Record<VehicleState, (colour: string) => Draw>> = {
    working: (colour) => filled(disc(3.5), colour, casing, 1.5),
    driving: (colour) => filled(disc(3.5), colour, casing, 1.5),
    stopped: (colour) => filled(square(6.4, 1.2), colour, casing, 1.5),
    // Dashes so small would be a speck.
    silent: (colour) => (to) => {
      filled(disc(3.7), colour, casing, 1.5)(to);
      to.fillStyle = casing;
      to.fill(disc(1.8));
    },
  };
  return new Map(VEHICLE_STATES.map((state) => [`dot-${state}`, picture(14, shape[state](palette.vehicle[state]))]));
}

function badges(palette: Palette): Map<string, ImageData> {
  const badge = (shape: string, fill: string, sign: string, sign_y: number): ImageData =>
    picture(24, (to) => {
      to.scale(17 / 14, 17 / 14);
      to.translate(-7, -7);
      filled(new Path2D(shape), fill, palette.surface.casing, 1.5)(to);
      to.strokeStyle = sign;
      to.lineWidth = 1.7;
      to.stroke(new Path2D(`M7 ${sign_y}v${sign_y > 4 ? 2.9 : 4}M7 ${sign_y > 4 ? 10.8 : 10.4}v.05`));
    });
  return new Map([
    ['badge-warning', badge(MARK_GLYPHS.triangle, palette.leg['will-miss'], palette.surface.casing, 5.2)],
    ['badge-critical', badge(MARK_GLYPHS.octagon, palette.leg.missed, '#FFFFFF', 3.6)],
  ]);
}

/** Direction of a leg that is under way, and the ground of a pass counter. */
function legImages(palette: Palette): Map<string, ImageData> {
  return new Map([
    [
      'leg-arrow',
      picture(12, (to) => {
        to.strokeStyle = palette.surface.casing;
        to.lineWidth = 1.6;
        to.stroke(new Path2D('M-3-3 0 0-3 3'));
      }),
    ],
    ['bead', picture(24, filled(square(18, 5), palette.surface.panel, palette.surface.line2, 0.75))],
    /** Nothing to see: it holds the place of a vehicle against labels. */
    ['hold', picture(18, () => undefined)],
  ]);
}

/** Around the selected vehicle: a ring with a breath of light in it, small where vehicles are dots. */
function halos({ surface }: Palette): Map<string, ImageData> {
  const halo =
    (r_px: number): Draw =>
    (to) => {
      to.globalAlpha = 0.1;
      to.fillStyle = to.strokeStyle = surface.t1;
      to.fill(disc(r_px));
      to.globalAlpha = 1;
      to.lineWidth = 2;
      to.stroke(disc(r_px));
    };
  return new Map([
    ['halo', picture(54, halo(24))],
    ['halo-dot', picture(30, halo(12))],
  ]);
}

const made = new WeakMap<Palette, ReadonlyMap<string, ImageData>>();

/** Every picture the map's layers name, in one theme's colours; made when first asked for. */
export function sprites(palette: Palette): ReadonlyMap<string, ImageData> {
  let all = made.get(palette);
  if (all === undefined) {
    all = new Map([
      ...bodies(palette),
      ...glyphs(palette),
      ...dots(palette),
      ...badges(palette),
      ...halos(palette),
      ...legImages(palette),
    ]);
    made.set(palette, all);
  }
  return all;
}
