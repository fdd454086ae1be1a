import { describe, expect, test } from "vitest";
import { dayAt, dayNumber, dayOfNumber, noonOf } from "./days";

const TEHRAN = "Asia/Tehran";

describe("the day of a person", () => {
  test("changes at midnight of their zone, not of UTC", () => {
    const before = Date.UTC(2026, 10, 28, 20, 29, 59, 999);
    expect(dayAt(before, TEHRAN)).toBe("2026-11-28");
    expect(dayAt(before + 1, TEHRAN)).toBe("2026-11-29");
    expect(dayAt(Date.UTC(2026, 10, 29, 0, 0), TEHRAN)).toBe("2026-11-29");
    expect(dayAt(Date.UTC(2026, 10, 29, 0, 0), "America/New_York")).toBe("2026-11-28");
  });

  test("is a number and back", () => {
    for (let number = 0; number < 40_000; number += 97) {
      expect(dayNumber(dayOfNumber(number))).toBe(number);
    }
    expect(dayNumber("1970-01-02")).toBe(1);
  });

  test("is written in words by its noon", () => {
    const noon = noonOf("2026-03-01");
    expect([noon.getFullYear(), noon.getMonth(), noon.getDate(), noon.getHours()]).toEqual([
      2026, 2, 1, 12,
    ]);
  });
});
