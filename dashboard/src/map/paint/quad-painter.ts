/**
 * Floats of one quad: centre x, y, width, height in CSS px; turn clockwise in radians, opacity; left, top, width, height of
 * its part of the picture, 0–1.
 */
export const QUAD_FLOATS = 10;

const VERTEX = `#version 300 es
layout(location = 0) in vec4 place;
layout(location = 1) in vec2 turn;
layout(location = 2) in vec4 part;
uniform vec2 view_px;
out vec2 at;
out float opacity;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 away = (corner - 0.5) * place.zw;
  float s = sin(turn.x);
  float c = cos(turn.x);
  vec2 px = place.xy + vec2(c * away.x - s * away.y, s * away.x + c * away.y);
  gl_Position = vec4(px / view_px * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
  at = part.xy + corner * part.zw;
  opacity = turn.y;
}`;
const FRAGMENT = `#version 300 es
precision mediump float;
uniform sampler2D picture;
in vec2 at;
in float opacity;
out vec4 colour;
void main() {
  colour = texture(picture, at) * opacity;
}`;
/** Attributes in the order of their locations, as floats. */
const ATTRIBUTES = [4, 2, 4] as const;

/** Draws many small pictures at once on a canvas of its own: what moves needs no new picture of the map beneath it. */
export class QuadPainter {
  readonly #gl: WebGL2RenderingContext;
  readonly #canvas: HTMLCanvasElement;
  readonly #view: WebGLUniformLocation | null;

  /** @throws Error where the browser has no WebGL 2, which the map itself needs too. */
  constructor(canvas: HTMLCanvasElement) {
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false, stencil: false });
    if (!gl) throw new Error('this browser has no WebGL 2');
    this.#gl = gl;
    this.#canvas = canvas;
    const program = programOf(gl);
    this.#view = gl.getUniformLocation(program, 'view_px');
    gl.useProgram(program);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    let from = 0;
    for (const [location, floats] of ATTRIBUTES.entries()) {
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, floats, gl.FLOAT, false, QUAD_FLOATS * 4, from * 4);
      gl.vertexAttribDivisor(location, 1);
      from += floats;
    }
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
  }

  get mostTexels(): number {
    return this.#gl.getParameter(this.#gl.MAX_TEXTURE_SIZE) as number;
  }

  picture(canvas: HTMLCanvasElement): WebGLTexture {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, canvas);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.LINEAR);
    for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, wrap, gl.CLAMP_TO_EDGE);
    return texture;
  }

  /** Puts a canvas into a part of a picture that was made before. */
  paste(texture: WebGLTexture, canvas: HTMLCanvasElement, x: number, y: number): void {
    const gl = this.#gl;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, x, y, gl.RGBA, gl.UNSIGNED_BYTE, canvas);
  }

  drop(texture: WebGLTexture): void {
    this.#gl.deleteTexture(texture);
  }

  begin(width_px: number, height_px: number): void {
    const gl = this.#gl;
    gl.viewport(0, 0, this.#canvas.width, this.#canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform2f(this.#view, width_px, height_px);
  }

  draw(texture: WebGLTexture, quads: Float32Array, count: number): void {
    if (count === 0) return;
    const gl = this.#gl;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.bufferData(gl.ARRAY_BUFFER, quads.subarray(0, count * QUAD_FLOATS), gl.STREAM_DRAW);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
  }

  remove(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

function programOf(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(`the shader of the vehicles was refused: ${gl.getProgramInfoLog(program)}`);
  return program;
}
