/** The refs of one repository. Git itself compares and swaps; what it holds is kept in memory for reading. */
import { readGit, runGit } from "./run.ts";

const NOTHING = "0".repeat(40);

export class Refs {
  readonly #directory: string;
  readonly #refs = new Map<string, string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Reads what Git holds, after somebody else wrote to the folder. */
  async load(): Promise<void> {
    const out = await readGit(this.#directory, ["for-each-ref", "--format=%(objectname) %(refname)"]);
    this.#refs.clear();
    for (const row of out.toString().split("\n")) {
      if (row !== "") this.#refs.set(row.slice(41), row.slice(0, 40));
    }
  }

  /** The object a ref of this full name points to. */
  get(name: string): string | null {
    return this.#refs.get(name) ?? null;
  }

  /** Refs whose full name starts so, by name. */
  list(prefix: string): { readonly name: string; readonly oid: string }[] {
    const found = [...this.#refs].filter(([name]) => name.startsWith(prefix));
    return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, oid]) => ({ name, oid }));
  }

  /**
   * Moves a ref from one object to another; null means that it is not there. False when it is somewhere else by now,
   * or Git refuses the name or the object.
   */
  async move(name: string, from: string | null, to: string | null): Promise<boolean> {
    const { code } = await runGit(this.#directory, ["update-ref", "--no-deref", name, to ?? NOTHING, from ?? NOTHING]);
    if (code !== 0) return false;
    if (to === null) this.#refs.delete(name);
    else this.#refs.set(name, to);
    return true;
  }

  /** Whether Git takes this as the full name of a ref. */
  async allows(name: string): Promise<boolean> {
    return (await runGit(this.#directory, ["check-ref-format", name])).code === 0;
  }
}
