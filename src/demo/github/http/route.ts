/** Routes: a method, a path and who may. */
import type { Answer, Call } from "./call.ts";
import type { Resource } from "./limits.ts";

export interface Route {
  readonly method: string;
  /** `:name` is one part of a path, `*name` as many as there are. */
  readonly path: string;
  /**
   * Who may: `app` with the App's own token, `installation` with a token of one, `user` a person; else permissions on
   * the repository, of which one is enough (`contents:write`).
   */
  readonly needs: "app" | "installation" | "any" | readonly string[];
  /** Whose budget it is taken from; `core` without it. */
  readonly resource?: Resource;
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds routes. Earlier ones win. */
export class Router {
  readonly #routes: { readonly route: Route; readonly pattern: RegExp; readonly names: readonly string[] }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => {
      const names = [...route.path.matchAll(/[:*](\w+)/g)].map(([, name = ""]) => name);
      const text = route.path.replace(/[.]/g, "\\.").replace(/:\w+/g, "([^/]+)").replace(/\*\w+/g, "(.*)");
      return { route, names, pattern: new RegExp(`^${text}$`) };
    });
  }

  /** The route of a raw path without the prefix; null when there is none, or a part cannot be decoded. */
  find(method: string, path: string): Match | null {
    for (const { route, pattern, names } of this.#routes) {
      if (route.method !== method) continue;
      const found = pattern.exec(path);
      if (found === null) continue;
      try {
        const params = names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")] as const);
        return { route, params: Object.fromEntries(params) };
      } catch {
        return null;
      }
    }
    return null;
  }
}
