import { describe, expect, test } from "vitest";
import type { DiaryEntry } from "../../../offline/outbox-entry";
import {
  chosenOf,
  dayOfCourse,
  isOver,
  takenOn,
  turnOf,
  withPending,
  type Diary,
  type DiaryRemedy,
} from "./diary";

const TEHRAN = "Asia/Tehran";
const REMEDY: DiaryRemedy = {
  recommendation_id: 5,
  herb_name: "نعناع",
  starts_at: "2026-11-22T20:00:00.000Z",
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
    expect(dayOfCourse({ ...REMEDY, starts_at: null }, "2026-11-23", TEHRAN)).toBeNull();
  });

  test("ends with the duration", () => {
    expect(isOver(REMEDY, "2026-11-24", TEHRAN)).toBe(false);
    expect(isOver(REMEDY, "2026-11-25", TEHRAN)).toBe(true);
    expect(isOver({ ...REMEDY, duration_days: null }, "2026-12-25", TEHRAN)).toBe(false);
  });
});

/** The remedies of a plan, each with the day on which it starts. */
const plan = (...starts: (string | null)[]): DiaryRemedy[] =>
  starts.map((starts_at, place) => ({ ...REMEDY, recommendation_id: place + 1, starts_at }));

describe("in turn", () => {
  test("it is the turn of the last that has started by the days of the person", () => {
    // 20:29 in UTC is still the 22nd in Tehran, 20:30 is the 23rd.
    const found = plan("2026-11-20T10:00:00.000Z", "2026-11-22T20:30:00.000Z", null);
    expect(turnOf(found, "2026-11-22", TEHRAN)).toBe(0);
    expect(turnOf(found, "2026-11-23", TEHRAN)).toBe(1);
    expect(turnOf(found, "2027-11-23", TEHRAN)).toBe(1);
  });

  test("the first one comes before all have started", () => {
    expect(turnOf(plan("2026-11-24T10:00:00.000Z"), "2026-11-22", TEHRAN)).toBe(0);
  });
});

describe("of alternatives", () => {
  const taken = (...days: string[]): DiaryRemedy => ({
    ...REMEDY,
    taken: days.map((day) => ({ day, times: 1 })),
  });

  test("the patient takes the one that was taken last, both where both were", () => {
    const [early, late] = [taken("2026-11-20", "2026-11-21"), taken("2026-11-22")];
    expect(chosenOf([early, late])).toEqual([late]);
    expect(chosenOf([early, late, late])).toEqual([late, late]);
  });

  test("none is chosen before one is taken", () => {
    expect(chosenOf([taken(), taken()])).toEqual([]);
    expect(chosenOf([])).toEqual([]);
  });
});
