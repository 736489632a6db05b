import { EdgeId } from '@sweepline/contract';
import { Compile } from 'typebox/compile';

const validator = Compile(EdgeId);

/** 1–128 printable characters, as the contract has it. */
export const isEdgeId = (id: string): boolean => validator.Check(id);
