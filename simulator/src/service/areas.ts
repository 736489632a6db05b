import type { FeatureCollection } from '@sweepline/contract';
import type { FleetPlan } from '../plan/plan.ts';
import type { Scenario } from '../scenario/scenario.ts';

type Feature = FeatureCollection['features'][number];

/** Half the side of a depot's yard. */
const YARD_M = 35;

/** Depots and the dump site as `PUT areas` takes them. */
export function areasOf(plan: FleetPlan, scenario: Scenario): FeatureCollection {
  const words = { ru: { depot: 'База', dump: 'Пункт выгрузки' }, en: { depot: 'Depot', dump: 'Dump site' } }[
    scenario.municipality.locale
  ];
  const { plane } = plan.graph.town;
  const yard = (node: number, kind: 'depot' | 'dump', number: string): Feature => {
    const { x, y } = plan.graph.nodes[node]!;
    const corners = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
      [-1, -1],
    ] as const;
    const ring = corners.map(([dx, dy]) =>
      plane.toLonLat({ x: x + dx * YARD_M, y: y + dy * YARD_M }).map((degrees) => Number(degrees.toFixed(6))),
    );
    const properties = {
      id: `${scenario.municipality.id}-${kind}${number}`,
      kind,
      name: `${words[kind]}${number === '' ? '' : ` ${number}`}`,
    };
    return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } };
  };
  const features = [...plan.depots.map((node, i) => yard(node, 'depot', String(i + 1))), yard(plan.dump, 'dump', '')];
  return { type: 'FeatureCollection', features };
}
