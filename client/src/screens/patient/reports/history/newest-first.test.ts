import { expect, test } from "vitest";
import { newestFirst } from "./newest-first";

const on = (id: number, day: string) => ({ id, observed_at: `${day}T10:30:00.000Z` });
const [late, today, old] = [on(3, "2026-11-15"), on(2, "2026-11-22"), on(1, "2026-11-10")] as const;

test("a report of last week that arrived today stands where it belongs", () => {
  expect(newestFirst([late, today, old])).toEqual([today, late, old]);
});

test("a report that two pages hold stands once, as the newer page has it", () => {
  expect(newestFirst([late, today, { ...late, observed_at: old.observed_at }])).toEqual([
    today,
    late,
  ]);
});
