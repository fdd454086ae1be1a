import { expect, test } from "vitest";
import { fill, placeholders } from "./fill";

const digits = (value: number): string => `<${value}>`;

test("fills text as it is and numbers in the reader's digits", () => {
  expect(fill("{name}: {n}", { name: "x", n: 3 }, digits)).toBe("x: <3>");
});

test("chooses between one and many", () => {
  expect(fill("{n} {n|report|reports}", { n: 1 }, digits)).toBe("<1> report");
  expect(fill("{n} {n|report|reports}", { n: 0 }, digits)).toBe("<0> reports");
});

test("leaves standing what nothing was given for", () => {
  expect(fill("{name}", {}, digits)).toBe("{name}");
});

test("names each placeholder once", () => {
  expect(placeholders("{b} {a} {a|one|many}")).toEqual(["a", "b"]);
});
