/** One packet of 1,000 requirements, read and judged by every rule, in a warm process. */
import { evaluate, memorySnapshot, policyFor, rules, ruleIds } from "./engine.mjs";
import { ms, row } from "./measure.mjs";

export function largePacket(requirements) {
  const list = (make) => Array.from({ length: requirements }, (_, index) => make(index + 1)).join("\n");
  return `# Task Packet: WP-1-Harbour-Lights-v1

## METADATA
- TASK_ID: WP-1-Harbour-Lights-v1
- **Status:** In Progress
- RISK_TIER: HIGH

## SCOPE
- What: light every lamp of the pier
- IN_SCOPE_PATHS:
  - src/lamps/

### DONE_MEANS
${list((n) => `- Lamp ${n} answers within a second and is listed in the harbour's table of lamps.`)}

## EVIDENCE_MAPPING
${list((n) => `- REQUIREMENT: "Lamp ${n} answers within a second and is listed in the harbour's table of lamps."\n- EVIDENCE: \`src/lamps/pier.ts:${n}\``)}
`;
}

export async function benchLarge() {
  console.log("one packet, read and judged by every rule (warm, median of 15)");
  for (const requirements of [10, 100, 1000, 4000]) {
    const text = largePacket(requirements);
    const files = { ".GOV/task_packets/WP-1-Harbour-Lights-v1.md": text, "src/lamps/pier.ts": "lamp();\n".repeat(requirements) };
    const times = [];
    for (let run = 0; run < 16; run++) {
      const started = performance.now();
      await evaluate({
        head: memorySnapshot(files),
        base: null,
        commits: [],
        repository: null,
        policy: policyFor(Object.keys(files)),
        rules,
        knownRules: ruleIds,
        today: "2026-01-15",
        only: [],
      });
      if (run > 0) times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    row(`  ${String(requirements)} requirements, ${(text.length / 1000).toFixed(0)} kB`, ms(times[7]));
  }
  console.log();
}
