/** One request as a route sees it, and the answer it gives. */
import type { Actor, Hub } from "../world/hub.ts";
import { accountOf } from "../world/hub.ts";
import type { Account, PullRequest } from "../world/model.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";
import type { Repository } from "../world/repository.ts";
import type { RateLimit } from "./limits.ts";

export interface Answer {
  readonly status: number;
  /** JSON, bytes to send as they are, or null for no body. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Body = Readonly<Record<string, unknown>>;

export class Call {
  readonly hub: Hub;
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly accept: string;
  readonly body: Body;
  readonly limits: RateLimit;

  constructor(
    hub: Hub, limits: RateLimit, actor: Actor, params: Readonly<Record<string, string>>, url: URL, accept: string,
    body: Body,
  ) {
    this.hub = hub;
    this.limits = limits;
    this.actor = actor;
    this.params = params;
    this.url = url;
    this.accept = accept;
    this.body = body;
  }

  /** The repository of `:owner/:repo`; 404 when it is not there or may not be seen. */
  get repository(): Repository {
    const repository = this.hub.repository(`${this.param("owner")}/${this.param("repo")}`);
    if (!this.hub.sees(this.actor, repository)) throw notFound();
    return repository;
  }

  /** The account that acts. */
  get by(): Account {
    return accountOf(this.actor);
  }

  get pull(): PullRequest {
    const pull = this.repository.pulls.get(Number(this.param("number")));
    if (pull === undefined) throw notFound();
    return pull;
  }

  param(name: string): string {
    return this.params[name] ?? "";
  }

  query(name: string): string | null {
    return this.url.searchParams.get(name);
  }

  /** A field of the body that must be text, with an upper limit in bytes. */
  text(name: string, limit = Infinity): string {
    const value = this.optionalText(name, limit);
    if (value === undefined) throw new Refusal(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
    return value;
  }

  optionalText(name: string, limit = Infinity): string | undefined {
    const value = this.body[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string") {
      throw new Refusal(422, `Invalid request.\n\nFor '${name}', ${JSON.stringify(value)} is not a string.`);
    }
    if (Buffer.byteLength(value) > limit) throw invalid("Body", name, `${name} exceeds a maximum bytesize of ${limit}`);
    return value;
  }

  flag(name: string): boolean {
    return this.body[name] === true;
  }

  list(name: string): unknown[] {
    const value = this.body[name];
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw new Refusal(422, `Invalid request.\n\nFor '${name}', it is not an array.`);
    return value as unknown[];
  }

  /** The part of a list that `page` and `per_page` ask for, with the `Link` header that leads on. */
  page<T>(all: readonly T[]): { readonly items: T[]; readonly headers: Record<string, string> } {
    const size = Math.min(100, Math.max(1, Number(this.query("per_page")) || 30));
    const page = Math.max(1, Number(this.query("page")) || 1);
    const last = Math.max(1, Math.ceil(all.length / size));
    const link = (to: number, rel: string): string => {
      const url = new URL(this.url);
      url.searchParams.set("page", String(to));
      return `<${url.href}>; rel="${rel}"`;
    };
    const links = [
      ...(page > 1 ? [link(page - 1, "prev")] : []),
      ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
      ...(page > 1 ? [link(1, "first")] : []),
    ];
    const headers: Record<string, string> = links.length === 0 ? {} : { link: links.join(", ") };
    return { items: all.slice((page - 1) * size, page * size), headers };
  }

  /** As `page`, each item shown by `view`. */
  async pageOf<T>(all: readonly T[], view: (item: T) => unknown): Promise<Answer> {
    const { items, headers } = this.page(all);
    return { status: 200, body: await Promise.all(items.map(view)), headers };
  }

  /** As `pageOf`, wrapped with the total as checks and installations are. */
  async countedPageOf<T>(name: string, all: readonly T[], view: (item: T) => unknown): Promise<Answer> {
    const { body, headers } = await this.pageOf(all, view);
    return { status: 200, body: { total_count: all.length, [name]: body }, headers: headers ?? {} };
  }
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}

export const DONE: Answer = { status: 204, body: null };
