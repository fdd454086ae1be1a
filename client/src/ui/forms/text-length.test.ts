import { expect, test } from "vitest";
import { cutTo, lengthOf } from "./text-length";

test("an emoji is one character", () => {
  expect([lengthOf("😀😀"), lengthOf("سلام"), lengthOf("")]).toEqual([2, 4, 0]);
});

test("a text is cut between characters, never within one", () => {
  expect(cutTo("😀".repeat(501), 500)).toBe("😀".repeat(500));
  expect(cutTo("ab😀", 3)).toBe("ab😀");
  expect(cutTo("ab😀c", 3)).toBe("ab😀");
});
