import { expect, test } from "vitest";
import { fill, placeholders } from "./fill";

const written = (value: string | number): string =>
  typeof value === "number" ? `<${value}>` : `[${value}]`;

test("fills text and numbers as they are written", () => {
  expect(fill("{name}: {n}", { name: "x", n: 3 }, written)).toBe("[x]: <3>");
});

test("chooses between one and many", () => {
  expect(fill("{n} {n|report|reports}", { n: 1 }, written)).toBe("<1> report");
  expect(fill("{n} {n|report|reports}", { n: 0 }, written)).toBe("<0> reports");
});

test("leaves standing what nothing was given for", () => {
  expect(fill("{name}", {}, written)).toBe("{name}");
});

test("names each placeholder once", () => {
  expect(placeholders("{b} {a} {a|one|many}")).toEqual(["a", "b"]);
});
