import { expect, test } from "vitest";
import { gregorianYear, yearText } from "./years";

const NOW = new Date(Date.UTC(2026, 10, 22));

test("a year of birth is understood in either calendar and any digits", () => {
  expect(
    ["1986", "۱۹۸۶", "۱۳۶۵", "1365", " ١٣٦٥ "].map((text) => gregorianYear(text, NOW)),
  ).toEqual([1986, 1986, 1986, 1986, 1986]);
  expect(gregorianYear("  ", NOW)).toBeNull();
});

test("what is no year of birth is none", () => {
  for (const text of ["abc", "12", "1899", "2027", "19.5", "1278"]) {
    expect(gregorianYear(text, NOW), text).toBeUndefined();
  }
});

test("what is shown is understood again", () => {
  expect(yearText(1986)).toBe("۱۳۶۵");
  expect([yearText(null), gregorianYear(yearText(1986), NOW)]).toEqual(["", 1986]);
});
