/** Where the values of a JSON text stand in it, so that a part can be changed and every other byte stays. */

export interface JsonNode {
  readonly kind: "object" | "array" | "scalar";
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** Of an object, or of an array without keys; in their order. */
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  /** As it reads, not as it is written; empty in an array. */
  readonly key: string;
  readonly value: JsonNode;
}

const DEEPEST = 64;

/** The tree of a text; or why it is not to be touched: it is no JSON, too deep, or a key in it has two meanings. */
export function jsonTree(text: string): JsonNode | string {
  try {
    JSON.parse(text);
  } catch {
    return "it is not JSON";
  }
  return new Reader(text).tree();
}

/** Reads what is known to be JSON. */
class Reader {
  readonly #text: string;
  #at = 0;
  #problem: string | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  tree(): JsonNode | string {
    const root = this.#value(0);
    return this.#problem ?? root;
  }

  #value(depth: number): JsonNode {
    this.#skip(/[\s]*/y);
    const start = this.#at;
    const first = this.#text.charAt(start);
    if (first !== "{" && first !== "[") {
      if (first === '"') this.#string();
      else this.#skip(/[^\s,\]}]*/y);
      return { kind: "scalar", start, end: this.#at, members: [] };
    }
    if (depth > DEEPEST) {
      this.#problem ??= `it is nested more than ${DEEPEST} deep`;
      this.#at = this.#text.length;
      return { kind: "scalar", start, end: start, members: [] };
    }
    this.#at += 1;
    const members = this.#members(first === "{", depth);
    return { kind: first === "{" ? "object" : "array", start, end: this.#at, members };
  }

  #members(keyed: boolean, depth: number): readonly JsonMember[] {
    const members: JsonMember[] = [];
    const keys = new Set<string>();
    while (this.#problem === null) {
      this.#skip(/[\s,]*/y);
      if (this.#text.charAt(this.#at) === (keyed ? "}" : "]")) {
        this.#at += 1;
        break;
      }
      const key = keyed ? this.#key(keys) : "";
      members.push({ key, value: this.#value(depth + 1) });
    }
    return members;
  }

  #key(known: Set<string>): string {
    const key = JSON.parse(this.#string()) as string;
    this.#skip(/[\s:]*/y);
    if (key === "__proto__") this.#problem ??= "it has a key `__proto__`";
    if (known.has(key)) this.#problem ??= `it has the key ${JSON.stringify(key.slice(0, 100))} twice in one place`;
    known.add(key);
    return key;
  }

  #string(): string {
    const start = this.#at;
    let end = start + 1;
    while (this.#text.charAt(end) !== '"') end += this.#text.charAt(end) === "\\" ? 2 : 1;
    this.#at = end + 1;
    return this.#text.slice(start, this.#at);
  }

  #skip(what: RegExp): void {
    what.lastIndex = this.#at;
    what.test(this.#text);
    this.#at = Math.max(this.#at, what.lastIndex);
  }
}
