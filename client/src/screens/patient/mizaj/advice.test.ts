import { expect, test } from "vitest";
import { adviceFor } from "./advice";

const codes = (foods: readonly { code: string }[]): string[] => foods.map((one) => one.code);

test("a temperament is answered with its opposite", () => {
  const { favoured, limited } = adviceFor("garm_khoshk");
  expect(codes(favoured)).toContain("lettuce");
  expect(codes(limited)).toContain("honey");
  expect(favoured.every((food) => food.warmth < 0 && food.moisture > 0)).toBe(true);
  expect(limited.every((food) => food.warmth > 0 && food.moisture < 0)).toBe(true);
});

test("what one temperament favours, the opposite one limits", () => {
  expect(adviceFor("garm").favoured).toEqual(adviceFor("sard").limited);
  expect(adviceFor("garm_tar").favoured).toEqual(adviceFor("sard_khoshk").limited);
});

test.each([
  "garm",
  "sard",
  "tar",
  "khoshk",
  "garm_khoshk",
  "garm_tar",
  "sard_tar",
  "sard_khoshk",
] as const)("%s has several foods of both", (mizaj) => {
  const { favoured, limited } = adviceFor(mizaj);
  expect(favoured.length).toBeGreaterThanOrEqual(3);
  expect(limited.length).toBeGreaterThanOrEqual(3);
});

test("a balanced temperament leaves nothing out", () => {
  expect(adviceFor("motadel")).toEqual({ favoured: [], limited: [] });
});
