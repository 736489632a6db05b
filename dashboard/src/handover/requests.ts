import type { HandoverAnswer, HandoverBody } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

export const handOver = (rest: RestClient, assignment: string, body: HandoverBody) =>
  rest.send<HandoverAnswer>('POST', `/assignments/${assignment}/handover`, body);
