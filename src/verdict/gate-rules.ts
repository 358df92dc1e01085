/** What the gate can find missing: the rules of the family `gate`. */
export interface GateRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly how: string;
}

export const GATE_RULES = {
  "gate/verdict-missing": {
    title: "Claimed work needs the verdicts that the policy asks for",
    why: "Work that nobody has judged must not be merged because nobody has objected.",
    how: "Ask a validator for a verdict: a comment with `/verdict pass` or `/verdict fail` and the reason below it.",
  },
  "gate/verdict-stale": {
    title: "A verdict speaks of what is there now",
    why: "A verdict was given about a packet, files and evidence. When one of these changes it says nothing about the rest.",
    how: "Ask the validator to look at the files that changed, and for a new verdict.",
  },
  "gate/verdict-fail": {
    title: "A verdict against the work stops it",
    why: "A FAIL blocks a packet until its author has answered with new work and a new verdict.",
    how: "Mend what the report names, push it, and ask for a new verdict.",
  },
  "gate/validator-unauthorised": {
    title: "A verdict is given by whom the policy names",
    why: "A verdict of somebody who was not asked binds nobody.",
    how: "Ask one of those whom the policy names.",
  },
  "gate/validator-not-independent": {
    title: "Nobody judges their own work",
    why: "Whoever opened the pull request, wrote or committed one of its commits, or wrote the evidence sees what they meant.",
    how: "Ask another validator.",
  },
  "gate/packet-missing": {
    title: "Governed files change under an active packet that claims them",
    why: "Work that no packet authorises has no scope, no done means and nobody who judges it.",
    how: "List the files in the scope of an active packet, or start one: `writ new`.",
  },
  "gate/not-acknowledged": {
    title: "A report is acknowledged before it is recorded",
    why: "The policy wants somebody to see the report before it stands for ever.",
    how: "Somebody who may grant waivers comments `/ack`.",
  },
  "gate/policy-invalid": {
    title: "The policy of the base can be read",
    why: "A gate that does not know its policy would let through what the policy forbids.",
    how: "Mend `.github/writ.yml` on the base branch: `writ check` says what is wrong with it.",
  },
  "gate/packets-failing": {
    title: "The packets are right",
    why: "A verdict on a packet that is itself wrong is worth little.",
    how: "Mend the findings of `writ/packets`; many have a mechanical fix: `writ fix`.",
  },
  "gate/report-refuted": {
    title: "A report of Writ says what Writ recorded",
    why: "A report that was edited, copied or made up would let pass what nobody has judged.",
    how: "Restore the report as it was recorded, or take it out: `writ ledger verify` names the line.",
  },
  "gate/report-unrecorded": {
    title: "A verdict is recorded in its packet",
    why: "What is not in the packet is forgotten with the comment.",
    how: "Writ appends it by itself; where it cannot, append the block that it shows: `writ append`.",
  },
} as const satisfies Record<string, Omit<GateRule, "id">>;

export type GateRuleId = keyof typeof GATE_RULES;

/** The rule of the gate with this id; null when there is none. */
export function gateRuleNamed(id: string): GateRule | null {
  return Object.hasOwn(GATE_RULES, id) ? { id, ...GATE_RULES[id as GateRuleId] } : null;
}
