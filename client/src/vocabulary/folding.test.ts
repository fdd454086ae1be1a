import { expect, test } from "vitest";
import { folded } from "./folding";
import { indexed, matching } from "./suggestions";

test("a name is the same in every spelling", () => {
  const one = folded("کم‌کاری تیروئید");
  for (const other of ["كم كاري تيروييد", "کم کاری تیروید", "کَم‌کاریِ تیروئید"]) {
    expect(folded(other).replaceAll("یی", "ی")).toBe(one.replaceAll("یی", "ی"));
  }
  expect(folded("Vitamin B۱۲")).toBe(folded("vitamin b12"));
});

test("suggestions begin with the whole name, then its starts, then what holds it", () => {
  const all = indexed([
    { names: ["بادام هندی", "Cashew"], codes: ["tree_nuts"] },
    { names: ["شیر بادام", "Almond milk"], codes: ["tree_nuts"] },
    { names: ["بادام", "Almond"], codes: ["tree_nuts"] },
    { names: ["گردو", "Walnut"], codes: ["tree_nuts"] },
  ]);
  const found = matching(all, "بَادام").map((one) => one.names[1]);
  expect(found).toEqual(["Almond", "Cashew", "Almond milk"]);
  expect(matching(all, "  ")).toEqual([]);
});
