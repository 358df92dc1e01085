/** Where each command of the table is. A command is loaded when somebody runs it: a command line is always cold. */
import type { Command } from "./call.ts";

export const LOADERS: Readonly<Record<string, () => Promise<Command>>> = {
  check: () => import("./check.ts"),
  explain: () => import("./explain.ts"),
  fix: () => import("./fix.ts"),
  new: () => import("./new.ts"),
  sha: () => import("./sha.ts"),
  evidence: () => import("./evidence.ts"),
  ledger: () => import("./ledger.ts"),
  verdict: () => import("./verdict.ts"),
  append: () => import("./append.ts"),
  replay: () => import("./replay.ts"),
  completion: () => import("./completion.ts"),
  help: () => import("./help.ts"),
  __complete: () => import("./complete.ts"),
  revise: () => import("./revise.ts"),
  activate: () => import("./activate.ts"),
  lineage: () => import("./lineage.ts"),
  board: () => import("./board.ts"),
};
