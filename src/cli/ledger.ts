/** `writ ledger verify`. */
import { UserError } from "../errors.ts";
import { walkLedger } from "../evaluate/history/ledger-history.ts";
import { ledgerReport, type LedgerReport } from "../evaluate/history/ledger-report.ts";
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
import { knownIds } from "./targets.ts";

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
    return ledgerReport(head, walk);
  } finally {
    progress.end();
    await repository.dispose();
  }
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
