/** The words of the packet format stand in one table: no rule names a heading, a label or a state of its own. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { dialect } from "../../src/packet/dialect.ts";
import { rules } from "../../src/rules/catalogue.ts";

/** Words that only the format uses: with an underscore, or in capitals. Plain English words prove nothing. */
function formatWords(): Set<string> {
  const words = new Set<string>();
  const add = (text: string): void => {
    const name = text.replace(/ \(.*$/, "");
    if (name.includes('_') || /^[A-Z][A-Z ]{3,}$/.test(name)) words.add(name);
  };
  for (const { heading } of Object.values(dialect.sections)) add(heading);
  for (const { label } of Object.values(dialect.fields)) add(label);
  for (const entry of [...Object.values(dialect.sections), ...Object.values(dialect.fields)]) {
    if ("aliases" in entry) for (const alias of entry.aliases) words.add(alias);
  }
  for (const state of Object.values(dialect.states)) {
    if (state.text.includes(" ")) words.add(state.text);
    for (const spelling of state.spellings) if (spelling.includes(" ")) words.add(spelling);
  }
  words.add(dialect.approval.exact);
  return words;
}

/** String literals, template texts and regular expressions of a rule, its examples left out. */
function literals(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2023, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText(source) === "examples") return;
    if (ts.isImportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node)) found.push(node.text);
    if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const words = formatWords();

describe("rules", () => {
  it("are checked against a vocabulary worth the name", () => {
    expect(words.size).toBeGreaterThan(60);
    expect([...words]).toContain("DONE_MEANS");
    expect([...words]).toContain("SKELETON APPROVED");
  });

  it.each(rules.map((rule) => [rule.id]))("%s names no heading, label or state", (id) => {
    const file = new URL(`../../src/rules/${id}.ts`, import.meta.url).pathname;
    const own = literals(file);
    expect(own.length).toBeGreaterThan(5);
    for (const word of words) {
      for (const literal of own) {
        expect(mentions(literal, word), `${id}: "${literal.slice(0, 80)}" names ${word}`).toBe(false);
      }
    }
    for (const literal of own) expect(literal).not.toMatch(/\bWP-/);
  });
});

function mentions(literal: string, word: string): boolean {
  const at = literal.indexOf(word);
  if (at < 0) return false;
  const inside = /[A-Z0-9_]/;
  return !inside.test(literal.charAt(at - 1)) && !inside.test(literal.charAt(at + word.length));
}
