import { describe, expect, test } from "vitest";
import type { DiaryEntry } from "../../../offline/outbox-entry";
import { dayOfCourse, isOver, takenOn, withPending, type Diary, type DiaryRemedy } from "./diary";

const TEHRAN = "Asia/Tehran";
const REMEDY: DiaryRemedy = {
  recommendation_id: 5,
  herb_name: "نعناع",
  planned_since: "2026-11-22T20:00:00.000Z",
  duration_days: 3,
  taken: [{ day: "2026-11-22", times: 1 }],
};
const DIARY: Diary = {
  diagnosis_id: 21,
  patient_id: 1,
  condition_name: "سردرد",
  symptoms: ["تهوع"],
  started_at: "2026-11-22T20:00:00.000Z",
  severity: 3,
  days: [{ day: "2026-11-23", severity: 7, sleep: 2, symptoms: [4] }],
  remedies: [REMEDY],
  notes: [],
  changes: [],
};

function entry(said: Pick<DiaryEntry, "kind" | "body">, about: Partial<DiaryEntry> = {}) {
  const made = { key: "k", userId: 7, written: 0, sealed: false, refusal: null };
  return {
    ...made,
    diagnosisId: 21,
    recommendationId: 5,
    herbName: "",
    ...said,
    ...about,
  } as DiaryEntry;
}

const taken = (day: string, times: number, about: Partial<DiaryEntry> = {}) =>
  entry({ kind: "intake", body: { day, recommendation_id: 5, times } }, about);

describe("what waits in the outbox", () => {
  test("counts as sent, in the order of writing", () => {
    const found = withPending(DIARY, [
      entry({ kind: "diary_day", body: { day: "2026-11-22", severity: 9, sleep: 1 } }),
      entry({ kind: "diary_day", body: { day: "2026-11-23", severity: 3, symptoms: [2] } }),
      taken("2026-11-24", 1),
      taken("2026-11-24", 2),
      taken("2026-11-22", 0),
    ]);
    expect(found.days).toEqual([
      { day: "2026-11-22", severity: 9, sleep: 1, symptoms: [null] },
      { day: "2026-11-23", severity: 3, sleep: null, symptoms: [2] },
    ]);
    expect(found.remedies[0]?.taken).toEqual([{ day: "2026-11-24", times: 2 }]);
    expect(takenOn(found.remedies[0]!, "2026-11-24")).toBe(2);
    expect(takenOn(found.remedies[0]!, "2026-11-22")).toBe(0);
  });

  test("is left out where it was rejected, or is of another diagnosis", () => {
    const refusal = { status: 422, code: "invalid", title: "", detail: "", fields: [] };
    const entries = [
      taken("2026-11-24", 1, { refusal }),
      taken("2026-11-24", 1, { diagnosisId: 22 }),
    ];
    expect(withPending(DIARY, entries)).toEqual(DIARY);
  });
});

describe("the day of a course", () => {
  test("follows the midnights of the person", () => {
    // 23:30 in Tehran on the 22nd is the first day; half an hour later the second one begins.
    expect(dayOfCourse(REMEDY, "2026-11-22", TEHRAN)).toBe(1);
    expect(dayOfCourse(REMEDY, "2026-11-23", TEHRAN)).toBe(2);
    expect(dayOfCourse({ ...REMEDY, planned_since: null }, "2026-11-23", TEHRAN)).toBeNull();
  });

  test("ends with the duration", () => {
    expect(isOver(REMEDY, "2026-11-24", TEHRAN)).toBe(false);
    expect(isOver(REMEDY, "2026-11-25", TEHRAN)).toBe(true);
    expect(isOver({ ...REMEDY, duration_days: null }, "2026-12-25", TEHRAN)).toBe(false);
  });
});
