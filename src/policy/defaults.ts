/** What holds where nobody has said otherwise. */
import type { Layout, Policy } from "./policy.ts";

type Defaults = Omit<Policy, "version" | "source" | "layout">;

/** The defaults under a policy file. */
export const DEFAULTS: Defaults = {
  rules: {},
  strict: false,
  gate: {
    mode: "full",
    validators: ["role:maintain"],
    approvers: ["role:maintain"],
    verdicts: 1,
    independence: true,
    acknowledge: false,
    governed: [],
  },
  reports: { onPass: { status: null, board: null }, forks: "pull-request" },
  scan: { forbidden: [], maxFileBytes: 10_485_760 },
  transitions: null,
};

/**
 * The policy of a repository without a policy file. Its gate asks only about pull requests that touch a packet: whoever
 * has written no policy has not asked for more.
 */
export function defaultPolicy(layout: Layout): Policy {
  return { version: 1, source: null, layout, ...DEFAULTS, gate: { ...DEFAULTS.gate, mode: "packets" } };
}
