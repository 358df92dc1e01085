/** The pages of the first start. Plain HTML, without scripts. */

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; color: #1f2328; background: #fff; }
  h1 { font-size: 1.6rem; } label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
  input { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem .6rem; border: 1px solid #8c959f; border-radius: 6px; }
  button { font: inherit; margin-top: 1.5rem; padding: .5rem 1rem; border: 0; border-radius: 6px; background: #1a7f37; color: #fff; cursor: pointer; }
  button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid #0969da; outline-offset: 2px; }
  small { color: #59636e; display: block; } code { background: #eff2f5; padding: .1rem .3rem; border-radius: 4px; }
  .wrong { border-left: 4px solid #d1242f; padding: .5rem 1rem; background: #ffebe9; }
  @media (prefers-color-scheme: dark) {
    body { color: #f0f6fc; background: #0d1117; } input { color: inherit; background: #151b23; border-color: #656c76; }
    code { background: #2f3742; } small { color: #9198a1; } .wrong { background: #3d1a1e; }
  }`;

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

/** The first page: what Writ has to know before it can be registered. `wrong` says what was wrong with the answer. */
export function startPage({ github, wrong }: { readonly github: string; readonly wrong: string | null }): string {
  return page(
    "Connect Writ to GitHub",
    `<h1>Connect Writ to GitHub</h1>
<p>Writ is not connected yet. Two steps register it as a GitHub App of your own on <code>${escapeHtml(github)}</code>, with the
permissions in <code>app.yml</code>. What GitHub answers is kept in <code>.env</code> on this machine.</p>
${wrong === null ? "" : `<p class="wrong" role="alert">${escapeHtml(wrong)}</p>`}
<form action="/setup/register" method="get">
<label for="address">Where GitHub reaches this process</label>
<input id="address" name="address" type="url" placeholder="https://writ.example.org">
<small>Leave it empty when GitHub cannot reach it: then Writ looks for changes every few minutes by itself.</small>
<label for="organization">Organization</label>
<input id="organization" name="organization" pattern="[A-Za-z0-9-]*" placeholder="acme">
<small>Leave it empty to register it for yourself.</small>
<button>Continue</button>
</form>`,
  );
}

/** The second page: hands the manifest to GitHub, in the person's own name. */
export function registerPage({ action, manifest, github }: { readonly action: string; readonly manifest: string; readonly github: string }): string {
  return page(
    "Register Writ",
    `<h1>Register Writ</h1>
<p>The next page is GitHub's. It shows what Writ asks for and lets you change its name.</p>
<form action="${escapeHtml(action)}" method="post">
<input type="hidden" name="manifest" value="${escapeHtml(manifest)}">
<button>Register on ${escapeHtml(github)}</button>
</form>`,
  );
}

export function donePage({ install }: { readonly install: string }): string {
  return page(
    "Writ is registered",
    `<h1>Writ is registered</h1>
<p>Its key is in <code>.env</code>, and Writ has started with it.</p>
<p><a href="${escapeHtml(install)}">Choose the repositories it is to look after</a></p>`,
  );
}

export function failedPage(sentence: string): string {
  return page("This did not work", `<h1>This did not work</h1>\n<p class="wrong" role="alert">${escapeHtml(sentence)}</p>\n<p><a href="/">Begin again</a></p>`);
}
