/** A decision for people: what, who, when and why. Whatever strangers wrote is made harmless. */
import type { Decision, DecisionOf, SaidRecord } from "../decision/decision.ts";
import type { Derived } from "../decision/derived.ts";
import type { Paint } from "../render/colour.ts";
import { oneLine } from "../render/harmless.ts";

/** So much of an id is shown; it is enough to name the decision by. */
const SHOWN = 12;
const MOST_DIFFERENCES = 20;
const LONGEST_VALUE = 200;

export function decisionText(decision: Decision, paint: Paint): string {
  const { id, at, kind, outcome, repository, pull, head, base, trace } = decision;
  const good = outcome.conclusion === "success" || outcome.conclusion === "recorded" || outcome.conclusion === "granted";
  const title = `${at.slice(0, 19).replace("T", " ")}  ${paint(id.slice(0, SHOWN), "dim")}  ${kind}: ${paint(outcome.conclusion, good ? "green" : "yellow")}`;
  const commits = head === null ? [] : [`at ${head.slice(0, 10)}${base === null ? "" : `, policy of ${base.slice(0, 10)}`}`];
  const place = [`pull request ${pull} of ${repository.owner}/${repository.name}`, ...commits, `trace ${trace}`].join(", ");
  return [title, ...linesOf(decision), place].map((line, index) => (index === 0 ? line : `  ${oneLine(line)}`)).join("\n");
}

function linesOf(decision: Decision): readonly string[] {
  switch (decision.kind) {
    case "verdict": {
      const { inputs, outcome } = decision;
      return [`${inputs.verdict} on ${inputs.packet} by ${whoOf(inputs.said)}`, `may: ${rightOf(inputs.right)}`, `report ${outcome.report}`];
    }
    case "waiver": {
      const { inputs, outcome } = decision;
      const until = inputs.until === null ? "" : ` until ${inputs.until}`;
      return [`${inputs.what} in ${inputs.packet}${until}, by ${whoOf(inputs.said)}`, `may: ${rightOf(inputs.right)}`, `waiver ${outcome.waiver}`];
    }
    case "acknowledgement": {
      const { inputs, outcome } = decision;
      return [`by ${whoOf(inputs.said)}`, `may: ${rightOf(inputs.right)}`, ...outcome.reports.map(({ report }) => `report ${report}`)];
    }
    case "refusal": {
      const { inputs, outcome } = decision;
      const rule = outcome.rule === null ? "" : ` (${outcome.rule})`;
      return [`${inputs.command} by ${whoOf(inputs.said)}`, `why: ${outcome.why}${rule}`];
    }
    case "gate":
      return gateLines(decision);
  }
}

function gateLines({ outcome, inputs }: DecisionOf<"gate">): readonly string[] {
  if (outcome.finding === "nothing") return ["there is no task packet here, and no policy that asks for one"];
  const counted = outcome.packets.flatMap(({ packet, passes, wanted, verdicts }) => {
    const states = verdicts.map(({ report, state }) => `${report} ${state}`).join(", ");
    return [`${packet}: ${passes ?? "?"} of ${wanted ?? "?"} verdicts that say PASS${states === "" ? "" : ` (${states})`}`];
  });
  return [
    ...(outcome.sentence === null ? [] : [outcome.sentence]),
    ...outcome.missing.map(({ rule, what, who }) => `missing: ${what} Who can give it: ${who}. (${rule})`),
    ...counted,
    ...outcome.waivers.map(({ packet, waiver, rules, until }) => `waiver ${waiver} on ${packet}: ${rules.join(", ")}, until ${until}`),
    `mode ${outcome.mode ?? "unknown"}, waivers by ${inputs.day}`,
  ];
}

function whoOf({ author, at, url }: SaidRecord): string {
  return `${author.login} (${author.id}), ${at}, ${url}`;
}

function rightOf({ person, teams }: DecisionOf<"verdict">["inputs"]["right"]): string {
  if (typeof person === "string") return person;
  const member = teams.filter((one) => one.member === true).map(({ team }) => team);
  return `role ${person.role}${member.length === 0 ? "" : `, in ${member.join(", ")}`}`;
}

export function derivedText(derived: Derived, paint: Paint): string {
  switch (derived.state) {
    case "same":
      return `${paint("Same", "green", "bold")}: it follows from what was recorded and from the commits of this clone.`;
    case "not here":
      return `${paint("Cannot be derived here", "yellow", "bold")}: ${oneLine(derived.why)}.`;
    case "differs": {
      const { differences } = derived;
      const shown = differences.slice(0, MOST_DIFFERENCES).map(({ field, recorded, derived: fresh }) => {
        return `  ${oneLine(field)}: recorded ${value(recorded)}, derived ${value(fresh)}`;
      });
      const rest = differences.length - shown.length;
      return [`${paint("Differs", "red", "bold")}: another decision follows.`, ...shown, ...(rest > 0 ? [`  and ${rest} more`] : [])].join("\n");
    }
  }
}

function value(text: string | null): string {
  return text === null ? "nothing" : oneLine(text, LONGEST_VALUE);
}
