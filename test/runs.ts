/** How often properties are tried: few times with every `npm test`, many more with `npm run test:long`. */
export function runs(usual: number): { numRuns: number } {
  return { numRuns: usual * Number(process.env["WRIT_RUNS_FACTOR"] ?? 1) };
}
