import { USUAL_DEADLINES, type Incident, type IncidentState } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { respondBy } from './respond-by.ts';

const OPENED_MS = Date.UTC(2026, 10, 21, 6);
const caseOf = (state: IncidentState, history: Incident['history']): Incident => ({
  id: 'i',
  no: 1,
  municipality: 'm',
  kind: 'idle',
  severity: 'warning',
  state,
  vehicle: 'v',
  assignment: null,
  from: '2026-11-21T05:00:00.000Z',
  to: null,
  lat: null,
  lon: null,
  edge: null,
  figures: {},
  note: null,
  assignee: null,
  history,
});
const opened: Incident['history'] = [{ at: '2026-11-21T06:00:00.000Z', by: null, action: 'opened' }];

describe('what is due of a case', () => {
  it('is counted from its opening, not from when its cause began', () => {
    expect(respondBy(caseOf('open', opened), USUAL_DEADLINES)).toEqual({
      step: 'acknowledge',
      by_ms: OPENED_MS + 30 * 60_000,
    });
  });

  it('is its closing once somebody has taken it', () => {
    for (const state of ['acknowledged', 'assigned'] as const)
      expect(respondBy(caseOf(state, opened), USUAL_DEADLINES)).toEqual({
        step: 'close',
        by_ms: OPENED_MS + 240 * 60_000,
      });
  });

  it('is nothing once it is closed', () => {
    expect(respondBy(caseOf('resolved', opened), USUAL_DEADLINES)).toBeNull();
    expect(respondBy(caseOf('dismissed', opened), USUAL_DEADLINES)).toBeNull();
  });
});
