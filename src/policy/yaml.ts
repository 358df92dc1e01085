/**
 * A policy file from YAML to plain values, each with its place in the file.
 *
 * The file may come from anyone who can open a pull request, so everything that grows is bounded: bytes, tokens, depth,
 * and the number of values after aliases are followed. Depth is watched while tokens arrive, before anything recurses
 * over them: on deep nesting the recursion of a parser exhausts the stack where that cannot always be caught.
 */
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser, visit } from "yaml";
import type { Alias, CST, Document, Node, YAMLMap } from "yaml";
import { MOST_PROBLEMS, PolicyError } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { printable, quoted } from "./quoted.ts";

const MOST_BYTES = 65_536;
const MOST_TOKENS = 5_000;
const MOST_VALUES = 5_000;
const DEEPEST = 32;

/** Stands where a key has no value. Not null, so that an unfinished line is never taken for a choice. */
export const EMPTY = Symbol("empty");

export type Path = readonly PropertyKey[];

export interface YamlFile {
  /** Plain values; mappings have no prototype. `EMPTY` for a file or a key without a value. */
  readonly value: unknown;
  /** What is wrong with keys and tags; what these are about is left out of the value. */
  readonly faults: readonly Fault[];
  /** The offset of the value or the key at a path, or of the nearest thing around it that exists. */
  offset(path: Path, part: "key" | "value"): number;
  /** A fault with its offset counted in lines and columns. */
  locate(fault: Fault): Problem;
}

/** What is wrong, and the offset it is at. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** A fault that ends the reading at once. */
class Stop extends Error {
  readonly fault: Fault;
  constructor(offset: number, message: string) {
    super(message);
    this.fault = { offset, message };
  }
}

interface Place {
  readonly key: number;
  readonly value: number;
  readonly children: Map<PropertyKey, Place>;
}

interface Read {
  readonly value: unknown;
  readonly place: Place;
}

/**
 * Reads one YAML 1.2 document of the core schema, without tags.
 *
 * @param path what to call the file in messages
 * @throws PolicyError when the text is no such document or is past a limit
 */
export function readYaml(text: string, path: string): YamlFile {
  const locate = ({ offset, message }: Fault): Problem => {
    const before = text.slice(0, offset);
    return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n"), message };
  };
  try {
    const document = parse(text);
    const targets = new Map<Alias, Node>();
    const faults = [...syntaxFaults(document), ...linkAliases(document, targets)];
    if (faults.length > 0) throw new PolicyError(path, faults.slice(0, MOST_PROBLEMS).map(locate), faults.length);
    const reader = new Reader(targets);
    const { value, place } = reader.read(document.contents, 0, 0);
    const offset: YamlFile["offset"] = (wanted, part) => offsetOf(place, wanted, part);
    return { value, faults: [...reader.faults.values()], offset, locate };
  } catch (error) {
    if (error instanceof Stop) throw new PolicyError(path, [locate(error.fault)]);
    throw error;
  }
}

function parse(text: string): Document {
  if (Buffer.byteLength(text) > MOST_BYTES) throw new Stop(0, `a policy file holds at most ${MOST_BYTES / 1024} KiB`);
  const composer = new Composer({ version: "1.2", schema: "core", uniqueKeys: false });
  const [document, second] = composer.compose(tokenize(text), true, text.length);
  if (document === undefined) throw new Stop(0, "the file holds no YAML document");
  if (second !== undefined) {
    throw new Stop(second.range[0], "a policy file is one YAML document: a `---` here begins a second one");
  }
  return document;
}

function syntaxFaults(document: Document): readonly Fault[] {
  return [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    offset: pos[0],
    message: `this is not the YAML a policy is written in: ${printable(message, 200)}`,
  }));
}

function tokenize(text: string): readonly CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > DEEPEST) {
      throw new Stop(parser.offset, `a policy file is nested at most ${DEEPEST} levels deep`);
    }
    lexemes++;
    if (lexemes > MOST_TOKENS) throw new Stop(parser.offset, `a policy file holds at most ${MOST_TOKENS} YAML tokens`);
  }
  tokens.push(...parser.end());
  return tokens;
}

class Reader {
  /** By offset: what stands behind an anchor is read again for each of its aliases, and told once. */
  readonly faults = new Map<number, Fault>();
  readonly #targets: ReadonlyMap<Alias, Node>;
  #values = 0;

  constructor(targets: ReadonlyMap<Alias, Node>) {
    this.#targets = targets;
  }

  /** `offset` is where the value would stand, `key` where its key does. */
  read(node: unknown, key: number, offset: number, depth = 0): Read {
    const start = startOf(node) ?? offset;
    if (++this.#values > MOST_VALUES) throw new Stop(start, `a policy file holds at most ${MOST_VALUES} values`);
    if (depth > DEEPEST) throw new Stop(start, `a policy file is nested at most ${DEEPEST} levels deep`);
    if (isAlias(node)) return this.read(this.#targets.get(node), key, start, depth + 1);
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.tag !== undefined) {
      this.#fault(start, `${quoted(node.tag)} is a YAML tag, which a policy file cannot hold`);
    }
    if (isMap(node)) return this.#mapping(node, key, start, depth);
    if (isSeq(node)) {
      const children = new Map<PropertyKey, Place>();
      const value = node.items.map((item, index) => {
        const read = this.read(item, start, start, depth + 1);
        children.set(index, read.place);
        return read.value;
      });
      return { value, place: { key, value: start, children } };
    }
    const written = isScalar(node) && (node.value !== null || node.source !== "");
    return leaf(written ? node.value : EMPTY, key, start);
  }

  #mapping(map: YAMLMap, key: number, start: number, depth: number): Read {
    // Without a prototype, so that a key called `__proto__` is a key like any other.
    const value = Object.create(null) as Record<string, unknown>;
    const children = new Map<PropertyKey, Place>();
    for (const pair of map.items) {
      const at = startOf(pair.key) ?? start;
      const name = isScalar(pair.key) ? pair.key.value : undefined;
      if (typeof name !== "string") {
        this.#fault(at, "a key must be text: put it in quotes");
      } else if (children.has(name)) {
        this.#fault(at, `the key ${quoted(name)} is given twice: remove one of them`);
      } else {
        const read = this.read(pair.value, at, at, depth + 1);
        value[name] = read.value;
        children.set(name, read.place);
      }
    }
    return { value, place: { key, value: start, children } };
  }

  #fault(offset: number, message: string): void {
    this.faults.set(offset, { offset, message });
  }
}

function leaf(value: unknown, key: number, offset: number): Read {
  return { value, place: { key, value: offset, children: new Map() } };
}

function startOf(node: unknown): number | undefined {
  return isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}

/**
 * Finds what each alias stands for: the nearest anchor of its name before it, which need not be the last of the file.
 * Returns the aliases that stand for nothing.
 */
function linkAliases(document: Document, targets: Map<Alias, Node>): readonly Fault[] {
  const anchors = new Map<string, Node>();
  const faults: Fault[] = [];
  visit(document, {
    Node(_, node) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const target = anchors.get(node.source);
      const message = `no anchor before this is called ${quoted(node.source)}`;
      if (target !== undefined) targets.set(node, target);
      else faults.push({ offset: startOf(node) ?? 0, message });
    },
  });
  return faults;
}

function offsetOf(root: Place, path: Path, part: "key" | "value"): number {
  let place = root;
  for (const [index, step] of path.entries()) {
    const next = place.children.get(step);
    if (next === undefined) break;
    if (index === path.length - 1 && part === "key") return next.key;
    place = next;
  }
  return place.value;
}
