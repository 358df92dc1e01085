/** How often properties are tried: few times with every `npm test`, many more with `npm run test:long`. */
export function runs(usual: number): { numRuns: number } {
  return { numRuns: usual * Number(process.env["WRIT_RUNS_FACTOR"] ?? 1) };
}

/** All of a list in the long suite; every so-many-th of it with every `npm test`. */
export function sampled<T>(all: readonly T[], every: number): T[] {
  return all.filter((_, index) => process.env["WRIT_RUNS_FACTOR"] !== undefined || index % every === 0);
}
