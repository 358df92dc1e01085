/** The pages of the playground: a pull request as GitHub shows it, as far as Writ is concerned. */
import { escapeHtml, page } from "../../app/setup/page.ts";
import type { Annotation, CheckRun, Comment, PullRequest } from "../github/world/model.ts";
import { markdownHtml } from "./markdown.ts";
import { PEOPLE, type Push } from "./playground.ts";

const STYLE = `
  body { max-width: 56rem; margin-top: 3rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; } h3 { font-size: 1rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
  .box { border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; margin: 0 0 1rem; overflow-x: auto; }
  .state { font-weight: 600; } .good { color: light-dark(#1a7f37, #3fb950); } .shut { color: var(--bad); } .said { color: var(--quiet); margin: 0 0 .5rem; } article p { white-space: pre-line; }
  textarea, select { font: inherit; width: 100%; box-sizing: border-box; padding: .45rem .7rem; color: inherit; background: var(--field); border: 1px solid var(--line); border-radius: 6px; }
  button { margin: .5rem .5rem 0 0; } form.row { display: inline; } .plain { background: var(--code); color: inherit; border: 1px solid var(--line); }
  pre { background: var(--code); padding: .6rem .8rem; overflow-x: auto; border-radius: 6px; } pre code { padding: 0; background: none; overflow-wrap: normal; }
  table { border-collapse: collapse; } td, th { border: 1px solid var(--line); padding: .2rem .6rem; text-align: left; } details { margin: .5rem 0; } summary { cursor: pointer; }`;

/** Annotations that are shown at once; the rest is folded away. */
const SHOWN = 5;
const LEVELS = { failure: "error", warning: "warning", notice: "note" } as const;
const WORDS: Readonly<Record<string, string>> = { success: "passed", failure: "failed", action_required: "somebody has to act" };

export function indexPage(pulls: readonly { readonly pull: PullRequest; readonly checks: readonly CheckRun[] }[]): string {
  const rows = pulls.map(({ pull, checks }) => `<li><a href="/pull/${pull.number}">#${pull.number} ${escapeHtml(pull.title)}</a><br>
${pull.merged === null ? checks.map((run) => `${stateOf(run)} <code>${escapeHtml(run.name)}</code>`).join(" · ") : "merged"}</li>`);
  return page("Try Writ", `<h1>Try Writ</h1>
<p>A repository on a GitHub of this machine's own, with the real Writ installed on it. Two pull requests wait. The first is right and
wants a verdict; the second is wrong. What you do here is judged as it would be on GitHub, and nothing leaves this machine.</p>
<ul>
${rows.join("\n")}
</ul>`, STYLE);
}

export interface PullView {
  readonly pull: PullRequest;
  readonly checks: readonly CheckRun[];
  readonly comments: readonly Comment[];
  readonly push: Push | null;
  /** Comes back with every form, so that no other page can send one. */
  readonly word: string;
  /** What GitHub said to the last thing that was tried; null when it did it. */
  readonly refusal: string | null;
}

export function pullPage({ pull, checks, comments, push, word, refusal }: PullView): string {
  const { number, title, author, headRef, baseRef, headSha } = pull;
  const form = (act: string, inner: string, row = true): string =>
    `<form${row ? ' class="row"' : ""} action="/pull/${number}/${act}" method="post"><input type="hidden" name="word" value="${word}">${inner}</form>`;
  const open = pull.state === "open";
  const merge = open ? form("merge", "<button>Merge</button>") : "";
  const pushing = push === null ? "" : form("push", `<button class="plain">${escapeHtml(push.label)}</button>`);
  return page(`${title} · #${number}`, `<p class="step"><a href="/">All pull requests</a></p>
<h1>${escapeHtml(title)} <span class="step">#${number}</span></h1>
<p>${pull.merged !== null ? '<span class="state good">Merged.</span>' : open ? "Open." : "Closed."} <code>${escapeHtml(author.login)}</code>
wants to merge <code>${escapeHtml(headRef)}</code> into <code>${escapeHtml(baseRef)}</code>; the head is <code>${headSha.slice(0, 10)}</code>.</p>
${refusal === null ? "" : `<p class="wrong" role="alert">GitHub says: ${escapeHtml(refusal)}</p>`}
<h2>Checks</h2>
${checks.map((run) => checkBox(run, (act, inner) => (open ? form(act, inner) : ""))).join("\n")}
<h2>Conversation</h2>
${comments.map(commentBox).join("\n") || '<p class="said">Nobody has said anything yet.</p>'}
${open ? form("comment", commentForm(), false) : ""}
${open ? `<h2>Go on</h2>\n${pushing}${merge}` : ""}`, STYLE);
}

function commentForm(): string {
  const options = Object.entries(PEOPLE).map(([name, what]) => `<option value="${name}"${name === "wendy" ? " selected" : ""}>${escapeHtml(what)}</option>`);
  return `<label for="as">Say it as</label><select id="as" name="as">${options.join("")}</select>
<label for="body">Comment</label><textarea id="body" name="body" rows="4" required maxlength="60000" aria-describedby="hint"></textarea>
<small id="hint"><code>/verdict pass</code> or <code>/verdict fail</code> with your reason on the next line; <code>/explain RULE</code>; <code>/recheck</code>; <code>/writ help</code>.</small>
<button>Comment</button>`;
}

function stateOf({ status, conclusion }: CheckRun): string {
  if (status !== "completed") return '<span class="state">still runs</span>';
  return `<span class="state ${conclusion === "success" ? "good" : "shut"}">${escapeHtml(WORDS[conclusion ?? ""] ?? conclusion ?? "")}</span>`;
}

function checkBox(run: CheckRun, form: (act: string, inner: string) => string): string {
  const { id, name, output, annotations, actions } = run;
  const [shown, folded] = [annotations.slice(0, SHOWN), annotations.slice(SHOWN)];
  const buttons = actions.map(({ label, identifier }) => form(
    "press", `<input type="hidden" name="run" value="${id}"><input type="hidden" name="button" value="${escapeHtml(identifier)}"><button class="plain">${escapeHtml(label)}</button>`,
  ));
  const more = folded.length === 0 ? "" : `<details><summary>${folded.length} more</summary>${list(folded)}</details>`;
  return `<section class="box" aria-label="${escapeHtml(name)}"><h3>${stateOf(run)} ${escapeHtml(name)}: ${escapeHtml(output.title ?? "")}</h3>
${list(shown)}${more}
<details><summary>Summary</summary>${markdownHtml(output.summary ?? "")}</details>
${buttons.join("")}</section>`;
}

function list(annotations: readonly Annotation[]): string {
  const items = annotations.map(({ annotation_level: level, path, start_line: line, message, title }) => {
    const [first = ""] = message.split("\n");
    return `<li><strong>${LEVELS[level]}</strong> <code>${escapeHtml(path)}:${line}</code><br>${escapeHtml(first)}${title === null ? "" : `<br><small>${escapeHtml(title)}</small>`}</li>`;
  });
  return items.length === 0 ? "" : `<ul>${items.join("")}</ul>`;
}

function commentBox({ author, app, body, reactions }: Comment): string {
  const seen = reactions.map(({ content }) => content).join(", ");
  return `<article class="box"><p class="said">${escapeHtml(app === null ? author.login : `${author.login}, an App`)}${seen === "" ? "" : ` · seen: ${escapeHtml(seen)}`}</p>
${markdownHtml(body)}</article>`;
}
