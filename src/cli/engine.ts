/** The engine as one module, so that it can be loaded while Git is at work. */
export { COMMIT_LIMIT } from "../evaluate/change.ts";
export { evaluate } from "../evaluate/evaluate.ts";
export { Memory } from "../evaluate/memory.ts";
export { ruleIds, rules } from "../rules/catalogue.ts";
export { judgeProject } from "../project/judge.ts";
export { keptFor } from "./cache/kept-for.ts";
