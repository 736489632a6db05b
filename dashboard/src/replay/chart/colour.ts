/** A token's colour as the page has it now. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Width of the plot's left margin with the numbers and the lanes' names. */
export const AXIS_PX = 56;
