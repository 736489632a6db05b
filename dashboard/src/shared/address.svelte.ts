/** The page's address behind `#`, as segments: every view can be sent to a colleague, whatever serves the files. */
export class Address {
  segments = $state.raw<readonly string[]>([]);

  start(): () => void {
    const read = () => this.#take(parseAddress(location.hash));
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }

  go(...segments: readonly string[]): void {
    location.hash = formatAddress(segments);
    // The browser tells of it later; what follows from it must not wait.
    this.#take(segments);
  }

  /** The same place looked at a little differently: no step for the browser's way back. */
  replace(...segments: readonly string[]): void {
    history.replaceState(history.state, '', formatAddress(segments));
    this.#take(segments);
  }

  #take(segments: readonly string[]): void {
    if (formatAddress(segments) !== formatAddress(this.segments)) this.segments = segments;
  }
}

export const formatAddress = (segments: readonly string[]): string => `#/${segments.map(encodeURIComponent).join('/')}`;

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
