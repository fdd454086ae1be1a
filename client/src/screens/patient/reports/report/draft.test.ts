import { expect, test } from "vitest";
import { contradicts, toReport, toDraft, emptyDraft, hasContent } from "./draft";
import { splitList } from "../../../../vocabulary/split-list";

const name = (key: string) => `the ${key}`;
const REPORT = {
  recommendation_id: 5,
  diagnosis_id: 21,
  rating: 4,
  symptom_improvement: 3,
  got_worse: false,
  compliance_score: 5,
  comment: "بهترم",
  side_effects: [
    { name: "the nausea", severity: "mild" as const },
    { name: "خشکی دهان", severity: null },
    { name: "تپش قلب", severity: "severe" as const },
  ],
};

test("what is typed is cut at the commas of any script, each once", () => {
  expect(splitList(" خشکی دهان، تهوع, تهوع؛dry mouth\n\n; ")).toEqual([
    "خشکی دهان",
    "تهوع",
    "dry mouth",
  ]);
  expect(splitList("x".repeat(120))[0]).toHaveLength(100);
});

test("a report that is taken up again is sent as it was", () => {
  const { recommendation_id: _, diagnosis_id: __, ...content } = REPORT;
  expect(toReport(toDraft(REPORT, name), name)).toEqual(content);
  const typed = toDraft({ ...REPORT, side_effects: "سردرد، تهوع" }, name);
  expect(toReport(typed, name).side_effects.map((one) => one.name)).toEqual(["سردرد", "تهوع"]);
});

test("a side effect may have any name", () => {
  const strange = [
    { name: "__proto__", severity: "severe" as const },
    { name: "constructor", severity: null },
  ];
  const taken = toDraft({ ...REPORT, side_effects: strange }, name);
  const kept = JSON.parse(JSON.stringify(taken)) as typeof taken;
  expect(toReport(taken, name).side_effects).toEqual(strange);
  expect(toReport(kept, name).side_effects).toEqual(strange);
});

test("a draft is begun with the first answer", () => {
  expect(hasContent(emptyDraft(5))).toBe(false);
  expect(hasContent({ ...emptyDraft(5), rating: 1 })).toBe(true);
  expect(hasContent({ ...emptyDraft(5), others: "تهوع" })).toBe(true);
  expect(toReport(emptyDraft(5), name)).toMatchObject({ comment: null, side_effects: [] });
});

test("nobody is much better and worse at once", () => {
  const told = (symptom_improvement: number | null, gotWorse: boolean) =>
    contradicts({ ...emptyDraft(1), symptom_improvement, gotWorse });
  expect([told(5, true), told(4, true)]).toEqual([true, true]);
  expect([told(5, false), told(3, true), told(1, true), told(null, true)]).toEqual(
    Array(4).fill(false),
  );
});
