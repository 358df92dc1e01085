import { expect, test } from "vitest";
import { sign } from "./deliveries.fixture.ts";
import { isSigned } from "./signature.ts";

const SECRET = "It's a Secret to Everybody";
const BODY = Buffer.from("Hello, World!");
// GitHub's own example.
const SIGNATURE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

test("knows GitHub's own example", () => {
  expect(isSigned(BODY, SIGNATURE, [SECRET])).toBe(true);
});

test("takes any of the secrets, wherever it stands", () => {
  expect(isSigned(BODY, SIGNATURE, ["new", SECRET])).toBe(true);
  expect(isSigned(BODY, SIGNATURE, [SECRET, "new"])).toBe(true);
  expect(isSigned(BODY, SIGNATURE, ["new", "newer"])).toBe(false);
  expect(isSigned(BODY, SIGNATURE, [])).toBe(false);
});

test("takes nothing else", () => {
  const others = [
    undefined, "", "sha256=", SIGNATURE.slice(7), SIGNATURE.slice(0, -1), `${SIGNATURE}0`, SIGNATURE.toUpperCase(),
    SIGNATURE.replace("sha256", "sha1"), `sha256=${"z".repeat(64)}`, `${SIGNATURE}\n`, sign(BODY, ""), sign("Hello, World", SECRET),
  ];
  for (const header of others) expect(isSigned(BODY, header, [SECRET]), header).toBe(false);
  expect(isSigned(Buffer.from("Hello, World?"), SIGNATURE, [SECRET])).toBe(false);
});
