type Wish = Readonly<Record<string, string | undefined>>;

/** A filter as the last part of an address; '' where it narrows nothing. */
export function textOfFilter(wish: Wish): string {
  const pairs = Object.entries(wish).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return new URLSearchParams(pairs).toString();
}

/** These parts of it. */
export function filterOfText<Key extends string>(text: string, keys: readonly Key[]): { readonly [K in Key]?: string } {
  const pairs = new URLSearchParams(text);
  const found: { [K in Key]?: string } = {};
  for (const key of keys) {
    const value = pairs.get(key);
    if (value !== null) found[key] = value;
  }
  return found;
}
