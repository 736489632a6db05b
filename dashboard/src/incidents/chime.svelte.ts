const KEY = 'sweepline.sound';
/** Hertz: a fourth down, soft. */
const TONES = [660, 495] as const;
const TONE_S = 0.16;
const GAP_S = 0.04;
const LOUDNESS = 0.07;

/** One soft two-tone for a new decision; muted by a key, and the choice is remembered in this browser. */
export class Chime {
  on = $state(true);
  /** How often it rang, for whoever looks after it. */
  rung = 0;
  #context: AudioContext | null = null;

  restore(): void {
    this.on = localStorage.getItem(KEY) !== 'off';
  }

  flip(): void {
    this.on = !this.on;
    localStorage.setItem(KEY, this.on ? 'on' : 'off');
  }

  /** Nothing is heard before the page was touched once: browsers hold sound back until then. */
  ring(): void {
    if (!this.on) return;
    this.rung += 1;
    const context = (this.#context ??= new AudioContext());
    void context.resume().catch(() => {});
    for (const [at, tone] of TONES.entries()) this.#tone(context, tone, context.currentTime + at * (TONE_S + GAP_S));
  }

  #tone(context: AudioContext, hertz: number, at_s: number): void {
    const source = new OscillatorNode(context, { type: 'sine', frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    // Rises and falls, so that it does not click.
    volume.gain.setValueAtTime(0, at_s);
    volume.gain.linearRampToValueAtTime(LOUDNESS, at_s + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at_s + TONE_S);
    source.connect(volume).connect(context.destination);
    source.start(at_s);
    source.stop(at_s + TONE_S);
  }
}
