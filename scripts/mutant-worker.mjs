/** Runs the examples of one mutated rule and says whether any of them comes out otherwise than it should. */
import { parentPort } from "node:worker_threads";
import { judgeExample } from "../dist/evaluate/example.js";

parentPort.on("message", async ({ module, exportName }) => {
  try {
    const rule = (await import(module))[exportName];
    parentPort.postMessage((await allHold(rule)) ? "survived" : "noticed");
  } catch {
    parentPort.postMessage("noticed");
  }
});

async function allHold(rule) {
  let fixes = false;
  for (const example of rule.examples) {
    const { findings, summary } = await judgeExample(rule, example);
    const current = findings.filter((finding) => finding.state !== "fixed");
    fixes ||= example.verdict === "bad" && current.some((finding) => finding.fix !== null);
    if (example.verdict === "good" && (current.length > 0 || summary.skipped.length > 0)) return false;
    if (example.verdict === "bad" && current.length === 0) return false;
    if (example.says !== undefined && current[0]?.message.includes(example.says) !== true) return false;
    if (example.severity !== undefined && current[0]?.severity !== example.severity) return false;
    if (example.count !== undefined && current.length !== example.count) return false;
  }
  return fixes === rule.fixable;
}
