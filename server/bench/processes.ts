import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const PAGE_KB = 4;

/** False where there is no /proc, as on macOS: then nothing is known of processor time and memory. */
export const isProcReadable = process.platform === 'linux';

/** Processor seconds that these processes have used, with those of their children that have ended. */
export function cpuSecondsOf(pids: readonly number[]): number {
  const ticks = pids.map((pid) =>
    statOf(pid)
      .slice(11, 15)
      .reduce((sum, field) => sum + Number(field), 0),
  );
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_PER_SECOND;
}

/** Resident megabytes of these processes, each by itself. */
export function residentMbOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + Number(statOf(pid)[21] ?? 0) * PAGE_KB, 0) / 1024;
}

/** Megabytes of these processes together, a page that several share counted once. Slow: it walks their page tables. */
export function sharedMbOf(pids: readonly number[]): number {
  const sizes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readProc(`${pid}/smaps_rollup`))?.[1] ?? 0));
  return sizes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** The process itself and all its descendants. */
export function familyOf(pid: number): number[] {
  if (!isProcReadable) return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(pids.map((name) => [Number(name), Number(statOf(Number(name))[1])]));
  const family = [pid];
  for (const one of family) {
    for (const [child, parent] of parents) if (parent === one) family.push(child);
  }
  return family;
}

/** The program and its arguments. */
export function commandOf(pid: number): string {
  return readProc(`${pid}/cmdline`).replaceAll('\0', ' ');
}

/** What all processors of the machine have done since it was started, in processor seconds. */
export interface MachineTimes {
  readonly busy: number;
  /** Taken by other guests of the same host. */
  readonly stolen: number;
}

export function machineTimes(): MachineTimes {
  const fields = readProc('stat').split('\n')[0]?.trim().split(/\s+/).slice(1).map(Number) ?? [];
  const [user = 0, nice = 0, system = 0, _idle, _wait, irq = 0, softIrq = 0, stolen = 0] = fields;
  return { busy: (user + nice + system + irq + softIrq) / TICKS_PER_SECOND, stolen: stolen / TICKS_PER_SECOND };
}

/** The fields of /proc/PID/stat from the state on; none where the process has ended. */
function statOf(pid: number): string[] {
  return readProc(`${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
}

function readProc(path: string): string {
  if (!isProcReadable) return '';
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    // It ended between the listing and now.
    return '';
  }
}
