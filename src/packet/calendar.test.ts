import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDay, leadingDay, nextDay } from "./calendar.ts";

describe("isDay", () => {
  it.each([
    [2026, 1, 31],
    [2024, 2, 29],
    [2000, 2, 29],
    [2026, 12, 1],
  ])("%i-%i-%i exists", (year, month, day) => {
    expect(isDay(year, month, day)).toBe(true);
  });

  it.each([
    [2026, 2, 29],
    [2100, 2, 29],
    [2026, 4, 31],
    [2026, 13, 1],
    [2026, 0, 1],
    [2026, 1, 0],
    [2026, 1, 32],
  ])("%i-%i-%i does not exist", (year, month, day) => {
    expect(isDay(year, month, day)).toBe(false);
  });
});

describe("leadingDay", () => {
  it("takes the day that the text begins with", () => {
    expect(leadingDay("2026-01-15")).toBe("2026-01-15");
    expect(leadingDay("2026-01-15T12:00:00Z")).toBe("2026-01-15");
    expect(leadingDay("2026-01-15, at noon")).toBe("2026-01-15");
  });

  it.each(["", "on 2026-01-15", "2026-1-15", "2026-02-30", "2026-01-155", "20260115"])("finds none in %j", (text) => {
    expect(leadingDay(text)).toBeNull();
  });
});

describe("nextDay", () => {
  it("goes over the ends of months and years", () => {
    expect(nextDay("2026-01-15")).toBe("2026-01-16");
    expect(nextDay("2026-02-28")).toBe("2026-03-01");
    expect(nextDay("2024-02-28")).toBe("2024-02-29");
    expect(nextDay("2025-12-31")).toBe("2026-01-01");
  });

  it("is always later, and a day", () => {
    const days = fc.date({ min: new Date("1970-01-01T00:00:00Z"), max: new Date("9998-12-31T00:00:00Z"), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(nextDay(day) > day).toBe(true);
        expect(leadingDay(nextDay(day))).toBe(nextDay(day));
      }),
    );
  });
});
