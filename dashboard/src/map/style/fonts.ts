import cyrillic500 from '@fontsource/onest/files/onest-cyrillic-500-normal.woff2?url';
import cyrillic600 from '@fontsource/onest/files/onest-cyrillic-600-normal.woff2?url';
import latinExt500 from '@fontsource/onest/files/onest-latin-ext-500-normal.woff2?url';
import latinExt600 from '@fontsource/onest/files/onest-latin-ext-600-normal.woff2?url';
import latin500 from '@fontsource/onest/files/onest-latin-500-normal.woff2?url';
import latin600 from '@fontsource/onest/files/onest-latin-600-normal.woff2?url';
import type { FontFacesSpecification } from 'maplibre-gl';

/** Ranges of the files, from @fontsource/onest's unicode.json; where two overlap, the first listed draws. */
const LATIN =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD';
const LATIN_EXT =
  'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF';
const CYRILLIC = 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116';

const face = (url: string, ranges: string): { url: string; 'unicode-range': string[] } => ({
  url,
  'unicode-range': ranges.split(','),
});

export const MEDIUM = ['Onest Medium'];
export const SEMIBOLD = ['Onest SemiBold'];

/** Labels are drawn from the dashboard's own font files: no glyph server. */
export const FONT_FACES: FontFacesSpecification = {
  [MEDIUM[0]!]: [face(latin500, LATIN), face(latinExt500, LATIN_EXT), face(cyrillic500, CYRILLIC)],
  [SEMIBOLD[0]!]: [face(latin600, LATIN), face(latinExt600, LATIN_EXT), face(cyrillic600, CYRILLIC)],
};
