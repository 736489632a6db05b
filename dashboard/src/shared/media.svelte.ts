import { MediaQuery } from 'svelte/reactivity';

/** Below this width the desk becomes the phone: also at 200 % zoom of a small screen. */
export const phone = new MediaQuery('max-width: 759px');
