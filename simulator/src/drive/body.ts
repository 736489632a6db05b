/** The true state of a vehicle while it is driven; one per vehicle, changed in place second by second. */
export interface Body {
  t_s: number;
  /** Node at which the last way ended. */
  node: number;
  x: number;
  y: number;
  /** How far the vehicle is beside the line, as a vector: it follows its wanted place smoothly. */
  beside_x: number;
  beside_y: number;
  heading_deg: number;
  speed_ms: number;
  gear: boolean;
  engine: boolean;
  driven_m: number;
  /** Metres worked since the hopper was emptied or the tank was filled. */
  load_m: number;
}

/** A stretch driven within one second on one link, in metres along the edge as digitised. */
export interface Stride {
  readonly edge: number;
  readonly forward: boolean;
  readonly from_m: number;
  readonly to_m: number;
  readonly from_s: number;
  readonly to_s: number;
  readonly speed_kmh: number;
  readonly gear: boolean;
  /** Metres right of the line, seen in driving direction. */
  readonly lateral_m: number;
}

/** Who watches the drive: `second` after each whole second, `stride` for every stretch. */
export interface Witness {
  second(body: Readonly<Body>): void;
  stride(stride: Stride): void;
}
