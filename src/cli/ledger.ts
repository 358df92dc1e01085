/** `writ ledger verify`. */
import { UserError } from "../errors.ts";
import { walkLedger, type LedgerWalk } from "../evaluate/history/ledger-history.ts";
import type { ReportProof } from "../evaluate/history/ledger-proof.ts";
import { ledgerReport, type LedgerReport } from "../evaluate/history/ledger-report.ts";
import { statementsOf } from "../ledger/statements.ts";
import { dialect } from "../packet/dialect.ts";
import { nearest } from "../policy/nearest.ts";
import { quoted } from "../policy/quoted.ts";
import { wantsColor } from "../render/colour.ts";
import { json } from "../render/harmless.ts";
import { renderLedger } from "../render/ledger.ts";
import type { Call, ExitCode } from "./call.ts";
import { LEDGER_ACTIONS } from "./commands.ts";
import { loadPolicy } from "../project/policy-source.ts";
import { Progress } from "./progress.ts";
import { repositoryOf } from "./project.ts";
import type { GitRepository } from "../snapshot/git.ts";
import { knownIds } from "./targets.ts";
import { version } from "./version.ts";

export async function run(call: Call): Promise<ExitCode> {
  const [action = "", id = null] = call.arguments;
  if (!LEDGER_ACTIONS.some((known) => known === action)) {
    const near = nearest(action, LEDGER_ACTIONS);
    const hint = near === null ? "type `writ ledger verify`" : `did you mean ${quoted(near)}?`;
    throw new UserError(`\`writ ledger\` cannot ${quoted(action)}; ${hint}`);
  }
  const report = await verify(call, id);
  const { out, env } = call.terminal;
  out.write(
    call.value("format") === "json"
      ? json(report)
      : renderLedger(report, {
          color: wantsColor(env, out.isTerminal),
          ...(out.columns === undefined ? {} : { width: out.columns }),
          whole: id !== null,
        }),
  );
  if (report.summary.state === "changed") return 1;
  refuseBlindness(report);
  return 0;
}

async function verify(call: Call, id: string | null): Promise<LedgerReport> {
  const repository = await repositoryOf(call);
  const progress = new Progress(call.terminal.err, "commits");
  try {
    const name = call.value("rev") ?? "HEAD";
    const head = await repository.resolve(name);
    const snapshot = await repository.commit(head);
    const paths = [...(await snapshot.tree()).keys()];
    const { layout, scan } = await loadPolicy(null, call.terminal.cwd, snapshot, paths);
    if (id !== null && !dialect.ids.fileName.test(`${id}.md`)) throw unknown(id, name, knownIds(layout, paths));
    const walk = await walkLedger({
      repository,
      head,
      layout,
      ids: id === null ? null : [id],
      limit: scan.maxFileBytes,
      progress: (done, of) => {
        progress.show(done, of);
      },
    });
    if (id !== null && walk.packets.size === 0) throw unknown(id, name, knownIds(layout, paths));
    return ledgerReport(head, walk, await proofsOf(repository, walk));
  } finally {
    progress.end();
    await repository.dispose();
  }
}

/** Deriving a report judges a commit, so that is loaded only where there is a report to be proved. */
async function proofsOf(repository: GitRepository, walk: LedgerWalk): Promise<readonly ReportProof[]> {
  const packets = [...walk.packets].flatMap(([id, packet]) => {
    const text = packet === null ? undefined : walk.texts.get(packet.oid);
    return text?.blocks.some((block) => statementsOf(block) !== null) === true ? [[id, text] as const] : [];
  });
  if (packets.length === 0) return [];
  return (await import("../verdict/prove-all.ts")).proveAll(repository, version(), packets);
}

function unknown(id: string, name: string, known: readonly string[]): UserError {
  const near = nearest(id, known);
  const hint = near === null ? "`writ ledger verify` looks at every packet there ever was" : `did you mean ${quoted(near)}?`;
  return new UserError(`there never was a packet ${quoted(id)} in the history of ${quoted(name)}; ${hint}`);
}

/** A history that was not seen to its end proves nothing: that is neither a pass nor a failure. */
function refuseBlindness({ cuts, unreadable }: LedgerReport): void {
  const [cut] = cuts;
  if (cut !== undefined) {
    throw new UserError(
      `the history is cut at ${cut.slice(0, 10)}, so nothing is proved; ` +
        "run `git fetch --unshallow`, or set `fetch-depth: 0` where it is checked out",
    );
  }
  const [first] = unreadable;
  if (first !== undefined) {
    const more = unreadable.length > 1 ? ` and ${String(unreadable.length - 1)} more` : "";
    throw new UserError(
      `${quoted(first.path, 200)}${more} could not be read in every version, so nothing is proved; ` +
        "fetch what is missing, or verify single packets by their ids",
    );
  }
}
