import { RecomputeJob, RecomputeJobBody, says } from '@sweepline/contract';
import { present, wrongField } from '../access.ts';
import { instantField } from '../http/instants.ts';
import { route, type Route } from '../http/route.ts';
import { seenMunicipality } from './municipalities.ts';

export const recomputeRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/municipalities/{m}/recompute',
    tag: 'results',
    summary:
      'Recompute all shifts whose window touches [from, to), behind the live work; asked twice it is the same batch',
    roles: ['administrator', 'auditor'],
    body: RecomputeJobBody,
    answer: RecomputeJob,
    handle: async ({ db, session, params, body, ports, audit }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      const from_ms = instantField(body.from, 'from');
      const to_ms = instantField(body.to, 'to');
      if (from_ms >= to_ms) throw wrongField('/to', says('not-after', { other: 'from' }));
      const job = await ports.batches.start(id, from_ms, to_ms, session.user.login);
      await audit({ object: job.id, municipality: id });
      return job;
    },
  }),
  route({
    method: 'GET',
    path: '/municipalities/{m}/recompute/{job}',
    tag: 'results',
    summary: 'How far a batch is, and which shifts do not give the digest that is stored',
    roles: ['administrator', 'auditor'],
    answer: RecomputeJob,
    handle: async ({ db, session, params, ports }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      return present(await ports.batches.find(id, params['job']!), 'batch', params['job']!);
    },
  }),
];
