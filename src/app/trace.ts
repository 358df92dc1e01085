/** Trace ids that no delivery brings: of what was found by looking. */
const SWEEP = "sweep-";

/** `now` in milliseconds since 1970. */
export function sweepTrace(now: number): string {
  return SWEEP + now.toString(36);
}

export function isSweepTrace(trace: string): boolean {
  return trace.startsWith(SWEEP);
}
