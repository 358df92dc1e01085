/** A page of plain HTML without scripts, in the colours that the reader prefers. */

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

/** `more` is style besides. Neither it nor the body is escaped. */
export function page(title: string, body: string, more = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${more}
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
