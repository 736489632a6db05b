import { Type } from 'typebox';

/** Object ids: unique per kind in the installation. */
export const ID_PATTERN = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$';

export const Id = Type.String({
  pattern: ID_PATTERN,
  description: 'Id: a letter or digit, then up to 63 of A–Z a–z 0–9 . _ -',
});

/** Edge ids: any 1–128 printable characters, unique in their municipality. */
export const EDGE_ID_PATTERN = '^[^\\u0000-\\u001f\\u007f]+$';
export const EdgeId = Type.String({ minLength: 1, maxLength: 128, pattern: EDGE_ID_PATTERN });

const edgeId = new RegExp(EDGE_ID_PATTERN);
export const isEdgeId = (text: string): boolean => text.length <= 128 && edgeId.test(text);

const id = new RegExp(ID_PATTERN);

export const isId = (text: string): boolean => id.test(text);
