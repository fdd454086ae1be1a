import { describe, expect, test } from "vitest";
import type { Patient } from "../../health-record/record";
import { missingFields } from "./missing-data";

const KNOWN: Patient = {
  id: 3,
  full_name: "مریم",
  mizaj: "garm",
  birth_year: 1985,
  sex: "female",
  conditions: ["میگرن"],
  allergies: ["بابونه"],
  medicines: ["وارفارین"],
  none_known: [],
  pregnant: false,
  nursing: false,
  version: 2,
};

describe("what is to be asked", () => {
  test("is nothing where all is known", () => expect(missingFields(KNOWN)).toEqual([]));

  test("begins with what safety hangs on", () => {
    const patient = { ...KNOWN, mizaj: null, pregnant: null, allergies: [] };
    expect(missingFields(patient)).toEqual(["pregnant", "allergies", "mizaj"]);
  });

  test("is no pregnancy of a man, and of one whose sex is unknown the sex first", () => {
    const open = { ...KNOWN, pregnant: null, nursing: null };
    expect(missingFields({ ...open, sex: "male" })).toEqual([]);
    expect(missingFields({ ...open, sex: null })).toEqual(["sex"]);
  });
});
