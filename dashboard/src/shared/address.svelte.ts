/** A part of the address that begins so is the place of the map's camera and stands last. */
const PLACE_MARK = '@';

/** The page's address behind `#`, as segments: every view can be sent to a colleague, whatever serves the files. */
export class Address {
  segments = $state.raw<readonly string[]>([]);
  /** Where the map's camera stands; goes along from view to view. */
  place = $state.raw<string | null>(null);
  /** The browser brought another place: by its back button or a link. */
  onplace: () => void = () => {};
  /** The browser brought another view without a place: typed, or a link from elsewhere. */
  onview: () => void = () => {};

  /** As this desk last read or wrote it: the browser tells of another one a moment later. */
  #known = '';

  start(): () => void {
    const read = () => {
      this.#known = location.hash;
      const all = parseAddress(location.hash);
      const last = all.at(-1);
      const place = last?.startsWith(PLACE_MARK) ? last : null;
      const before = this.segments;
      this.#take(place === null ? all : all.slice(0, -1));
      if (place === this.place) return;
      if (place === null) {
        if (this.segments !== before) this.onview();
        return;
      }
      this.place = place;
      this.onplace();
    };
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }

  go(...segments: readonly string[]): void {
    location.hash = this.#format(segments);
    this.#known = location.hash;
    // The browser tells of it later; what follows from it must not wait.
    this.#take(segments);
  }

  /** Another address for what is shown, without a step for the browser's back button. */
  replace(...segments: readonly string[]): void {
    if (this.#overtaken) return;
    this.#write(segments);
    this.#take(segments);
  }

  /** The camera has come to rest: the same view, seen from there. */
  stand(place: string): void {
    if (place === this.place) return;
    this.place = place;
    if (!this.#overtaken) this.#write(this.segments);
  }

  /** Somebody has just typed an address: nothing about the view before it is written over that. */
  get #overtaken(): boolean {
    return location.hash !== this.#known;
  }

  #write(segments: readonly string[]): void {
    history.replaceState(history.state, '', this.#format(segments));
    this.#known = location.hash;
  }

  #format(segments: readonly string[]): string {
    return formatAddress(this.place === null ? segments : [...segments, this.place]);
  }

  #take(segments: readonly string[]): void {
    if (formatAddress(segments) !== formatAddress(this.segments)) this.segments = segments;
  }
}

/** What a place needs no escape for stays readable. */
const escaped = (segment: string): string => encodeURIComponent(segment).replace(/%40/g, '@').replace(/%2C/g, ',');

export const formatAddress = (segments: readonly string[]): string => `#/${segments.map(escaped).join('/')}`;

/** A broken escape is read as it stands. */
export const parseAddress = (hash: string): readonly string[] =>
  hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    });
