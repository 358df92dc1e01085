import fc from "fast-check";
import { expect, it } from "vitest";
import { isDay } from "./calendar.ts";
import { signatureTime } from "./signature-time.ts";

it("reads day, month, year, hour and minute", () => {
  expect(signatureTime("mara140120262359")).toEqual({ day: "2026-01-14", order: "full" });
  expect(signatureTime("mara290220240000")).toEqual({ day: "2024-02-29", order: "full" });
  expect(signatureTime("mara010119990000")).toBeNull();
  expect(signatureTime("mara311220991200")).toEqual({ day: "2099-12-31", order: "full" });
});

it("reads a year in two digits and seconds where the digits are no time otherwise", () => {
  expect(signatureTime("mara251225032800")).toEqual({ day: "2025-12-25", order: "short" });
  // As day, month and year this would be a day of the year 2604.
  expect(signatureTime("mara140126041500")).toEqual({ day: "2026-01-14", order: "short" });
});

it.each([
  "mara310220261200", // 31 February; as seconds, the hour 26
  "mara140120262400", // hour 24; as seconds, 14 January 2020, 26 o'clock
  "mara141320261200", // month 13
  "mara140120261260", // minute 60
  "mara140126126000", // as seconds, minute 60
  "mara140126120060", // as seconds, second 60
  "mara000120261200", // day 0
])("finds no time in %s", (signature) => {
  expect(signatureTime(signature)).toBeNull();
});

it.each(["mara", "mara1401202612", "140120261200", "mara140120261200x", ""])("knows only dated signatures: %j", (text) => {
  expect(signatureTime(text)).toBeNull();
});

it("gives a day that exists, made of the digits it was given", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z-]{0,10}$/), fc.stringMatching(/^\d{12}$/), (user, digits) => {
      const time = signatureTime(user + digits);
      if (time === null) return;
      const [year = "", month = "", day = ""] = time.day.split("-");
      expect(isDay(Number(year), Number(month), Number(day))).toBe(true);
      const written = time.order === "full" ? `${day}${month}${year}` : `${day}${month}${year.slice(2)}`;
      expect(digits.startsWith(written)).toBe(true);
    }),
  );
});
