import { expect, test } from "vitest";
import { newestFirst } from "./newest-first";

test("a report of last week that arrived today stands where it belongs", () => {
  const on = (day: string) => ({ observed_at: `${day}T10:30:00.000Z` });
  const [late, today, old] = [on("2026-11-15"), on("2026-11-22"), on("2026-11-10")] as const;
  expect(newestFirst([late, today, old])).toEqual([today, late, old]);
});
