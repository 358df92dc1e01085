/** Judges one hostile document and prints how many findings it has. */
import { evaluate, memorySnapshot, policyFor, rules, ruleIds } from "./engine.mjs";
import { documents } from "./hostile-documents.mjs";

const path = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const { evaluation } = await evaluate({
  head: memorySnapshot({ [path]: documents[process.argv[2]] }),
  base: null,
  commits: [],
  repository: null,
  policy: policyFor([path]),
  rules,
  knownRules: ruleIds,
  today: "2026-01-15",
  only: [],
});
console.log(evaluation.findings.length);
