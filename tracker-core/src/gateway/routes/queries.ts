import { Type } from 'typebox';

const InstantText = Type.String({ format: 'date-time', description: 'RFC 3339 with offset' });

/** A half-open range of time that must be given. */
export const Range = Type.Object({ from: InstantText, to: InstantText });

/** A half-open range whose ends may be left open. */
export const OpenRange = Type.Object({ from: Type.Optional(InstantText), to: Type.Optional(InstantText) });

/** Narrows a list to one of the municipalities that the user sees. */
export const OfMunicipality = Type.Object({ municipality: Type.Optional(Type.String()) });
