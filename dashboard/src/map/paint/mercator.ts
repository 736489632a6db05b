/** Web mercator, the world from 0 to 1 eastwards and southwards. */
export const mercatorX = (lon: number): number => (lon + 180) / 360;
export const mercatorY = (lat: number): number =>
  0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

export const lonOf = (x: number): number => x * 360 - 180;
export const latOf = (y: number): number => (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90;

/** Where the world lies on the screen: the map neither turns nor tilts, so that this is all there is to it. */
export interface ScreenPlace {
  /** CSS pixels of the world's whole width. */
  readonly world_px: number;
  /** Of the world's north-western corner; far outside the screen as a rule. */
  readonly x_px: number;
  readonly y_px: number;
}
