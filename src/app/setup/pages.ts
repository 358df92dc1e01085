/** The pages of the first start. */
import { escapeHtml, page } from "./page.ts";

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
