import { Type, type Static } from 'typebox';
import { EdgeId } from '../ids.ts';
import { OPERATIONS } from '../words.ts';
import { Metres } from './common.ts';

/** A version of a route as a list shows it; its legs come with `GET /routes/{id}?version=`. */
export const RouteVersion = Type.Object({
  version: Type.Integer(),
  name: Type.String(),
  operation: Type.Enum([...OPERATIONS]),
  legs: Type.Integer({ description: 'how many' }),
  planned_m: Metres,
  madeAt: Type.String(),
  madeBy: Type.String(),
  assignments: Type.Integer({ description: 'how many were made with this version' }),
});
export type RouteVersion = Static<typeof RouteVersion>;

/** Where a route goes on: from a stretch of one street to a place on another. */
export const WayBody = Type.Object({
  from: Type.Optional(
    Type.Object({
      edge: EdgeId,
      from_m: Type.Optional(Type.Number({ minimum: 0 })),
      to_m: Type.Optional(Type.Number({ minimum: 0 })),
    }),
  ),
  to: Type.Object({ edge: EdgeId, at_m: Type.Number({ minimum: 0 }) }),
});
export type WayBody = Static<typeof WayBody>;

export const WayAnswer = Type.Object({
  block: Type.Object(
    { from_m: Metres, to_m: Metres },
    { description: 'the part of the street between the junctions around the place' },
  ),
  way: Type.Union([
    Type.Object({
      length_m: Metres,
      legs: Type.Array(
        Type.Object({
          edge: EdgeId,
          from_m: Metres,
          to_m: Metres,
          forward: Type.Boolean({ description: 'driven along the digitised direction' }),
        }),
      ),
    }),
    Type.Null(),
  ]),
});
export type WayAnswer = Static<typeof WayAnswer>;
