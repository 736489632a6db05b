import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Linux' clock ticks and pages, as its tools report them. */
const TICKS_PER_S = systemValue('CLK_TCK', 100);
const PAGE_BYTES = systemValue('PAGESIZE', 4_096);

function systemValue(name, fallback) {
  try {
    return Number(execFileSync('getconf', [name], { encoding: 'utf8' }));
  } catch {
    return fallback;
  }
}

/** Fields of /proc/<pid>/stat behind the program's name, the first is the state; null where there is no such process. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

const childrenOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

/** Processor seconds of a process alone; of a whole family with `withChildren`. NaN where the system does not say. */
export function cpuSeconds(pid, withChildren = false) {
  const stat = statOf(pid);
  if (stat === null) return NaN;
  const [utime, stime, cutime, cstime] = stat.slice(11, 15).map(Number);
  if (!withChildren) return (utime + stime) / TICKS_PER_S;
  const living = childrenOf(pid).reduce((sum, child) => sum + cpuSeconds(child, true), 0);
  return (utime + stime + cutime + cstime) / TICKS_PER_S + living;
}

/** Resident megabytes (10⁶) of a process. */
export const residentMegabytes = (pid) => (Number(statOf(pid)?.[21] ?? NaN) * PAGE_BYTES) / 1e6;

/** The most a process ever had resident, in the same unit. */
export function peakMegabytes(pid) {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return (Number(kibibytes) * 1_024) / 1e6;
  } catch {
    return NaN;
  }
}

/** The embedded database of a service: its only child process. */
export const databaseOf = (servicePid) => childrenOf(servicePid)[0] ?? null;
