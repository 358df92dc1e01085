/** The pages of the first start. Plain HTML, without scripts. */

const STYLE = `
  :root {
    color-scheme: light dark; --text: #1f2328; --page: #fff; --quiet: #59636e; --line: #818b98; --field: #fff; --code: #eff2f5;
    --press: #1a7f37; --link: #0969da; --bad: #d1242f; --bad-page: #ffebe9;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --text: #f0f6fc; --page: #0d1117; --quiet: #9198a1; --line: #656c76; --field: #151b23; --code: #2f3742;
      --press: #238636; --link: #4493f8; --bad: #f85149; --bad-page: #3d1a1e;
    }
  }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 38rem; margin: 12vh auto 4rem; padding: 0 1.25rem; color: var(--text); background: var(--page); }
  h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 1rem; } p { margin: 0 0 1rem; }
  label { display: block; margin: 1.5rem 0 .25rem; font-weight: 600; } label span { font-weight: 400; color: var(--quiet); }
  input { font: inherit; width: 100%; box-sizing: border-box; padding: .45rem .7rem; color: inherit; background: var(--field); border: 1px solid var(--line); border-radius: 6px; }
  button { font: inherit; font-weight: 600; margin-top: 1.5rem; padding: .5rem 1.25rem; border: 0; border-radius: 6px; background: var(--press); color: #fff; cursor: pointer; }
  button:hover { filter: brightness(1.1); } a { color: var(--link); }
  :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
  small { color: var(--quiet); display: block; margin-top: .35rem; } li { margin: .5rem 0; }
  code { background: var(--code); padding: .1rem .35rem; border-radius: 4px; font-size: .9em; overflow-wrap: anywhere; }
  .step { color: var(--quiet); margin: 0 0 .25rem; }
  .wrong { border-left: 4px solid var(--bad); padding: .6rem 1rem; background: var(--bad-page); border-radius: 0 6px 6px 0; overflow-wrap: anywhere; }`;

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

export interface StartPage {
  /** Host of the GitHub that Writ is to be registered at. */
  readonly github: string;
  /** What was wrong with the answer, or stands in the way; null when nothing is. */
  readonly wrong: string | null;
  /** What was typed in before. */
  readonly typed?: { readonly address: string; readonly organization: string };
}

/** The first page: what Writ has to know before it can be registered. */
export function startPage({ github, wrong, typed = { address: "", organization: "" } }: StartPage): string {
  return page(
    "Connect Writ to GitHub",
    `<p class="step">Step 1 of 3</p>
<h1>Connect Writ to GitHub</h1>
<p>This registers Writ as a GitHub App of your own on <code>${escapeHtml(github)}</code>. The App's key stays on this machine, in the
file <code>.env</code>.</p>
${wrong === null ? "" : `<p class="wrong" role="alert">${escapeHtml(wrong)}</p>`}
<form action="/setup/register" method="get">
<label for="address">Public address of this machine <span>(optional)</span></label>
<input id="address" name="address" type="url" value="${escapeHtml(typed.address)}" aria-describedby="address-hint">
<small id="address-hint">Where GitHub reaches this process, such as https://writ.example.org. Without it, Writ looks for changes by itself every four minutes, and hears no commands in comments.</small>
<label for="organization">Organization <span>(optional)</span></label>
<input id="organization" name="organization" pattern="[A-Za-z0-9\\-]*" title="Letters, digits and hyphens" autocomplete="off" value="${escapeHtml(typed.organization)}" aria-describedby="organization-hint">
<small id="organization-hint">Who the App belongs to. Without it, it belongs to you.</small>
<button>Continue</button>
</form>`,
  );
}

export interface RegisterPage {
  /** Where GitHub takes manifests. */
  readonly action: string;
  /** JSON. */
  readonly manifest: string;
  readonly github: string;
}

/** The second page: hands the manifest to GitHub, in the person's own name. */
export function registerPage({ action, manifest, github }: RegisterPage): string {
  return page(
    "Register Writ",
    `<p class="step">Step 2 of 3</p>
<h1>Register Writ</h1>
<p>The next page is GitHub's. It shows what Writ is called, and you may change that. GitHub then sends you back here.</p>
<form action="${escapeHtml(action)}" method="post">
<input type="hidden" name="manifest" value="${escapeHtml(manifest)}">
<button>Register on ${escapeHtml(github)}</button>
</form>`,
  );
}

/** The last page: what is left to do on GitHub. */
export function donePage({ install }: { readonly install: string }): string {
  return page(
    "Writ is registered",
    `<p class="step">Step 3 of 3</p>
<h1>Writ is registered</h1>
<p>Its key is in <code>.env</code>, and Writ starts with it now. Two things are left:</p>
<ol>
<li><a href="${escapeHtml(install)}">Choose the repositories it is to look after</a>.</li>
<li>When its first checks have been seen there, require <code>writ/packets</code> and <code>writ/gate</code> in the rules of the branch.</li>
</ol>`,
  );
}

export function failedPage(sentence: string): string {
  return page("This did not work", `<h1>This did not work</h1>\n<p class="wrong" role="alert">${escapeHtml(sentence)}</p>\n<p><a href="/">Begin again</a></p>`);
}
