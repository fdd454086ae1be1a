import { expect, test } from "vitest";
import { birthYear, yearText, youngestAge } from "./years";

const NOW = new Date(Date.UTC(2026, 10, 22));

test("a year of birth is kept in the calendar in which it was typed, in any digits", () => {
  expect(
    ["1986", "۱۹۸۶", "۱۳۶۵", "1365", " ١٣٦٥ ", "1278"].map((text) => birthYear(text, NOW)),
  ).toEqual([1986, 1986, 1365, 1365, 1365, 1278]);
  expect(birthYear("  ", NOW)).toBeNull();
});

test("what is no year of birth is none", () => {
  for (const text of ["abc", "12", "1899", "2027", "19.5", "1277", "1406", "1500"]) {
    expect(birthYear(text, NOW), text).toBeUndefined();
  }
});

test("what is shown is understood again", () => {
  expect([yearText(1986), yearText(1365)]).toEqual(["۱۹۸۶", "۱۳۶۵"]);
  expect([yearText(null), birthYear(yearText(1365), NOW)]).toEqual(["", 1365]);
});

test("an age is the youngest that the year allows, as the server counts it", () => {
  expect([youngestAge(1986, NOW), youngestAge(1365, NOW)]).toEqual([39, 39]);
  const winter = new Date(Date.UTC(2026, 1, 10));
  expect([youngestAge(1986, winter), youngestAge(1365, winter)]).toEqual([39, 38]);
  expect([youngestAge(2026, NOW), youngestAge(1405, NOW)]).toEqual([0, 0]);
});
