import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { noteServerTime } from "../clock.svelte";
import * as format from "./format";
import { setCurrent } from "./lang.svelte";

const MORNING = "2026-11-23T07:00:00Z";

describe("in Persian", () => {
  beforeEach(() => setCurrent("fa"));

  test("digits are Persian", () => {
    expect(format.number(1234.5, 1)).toBe("۱٬۲۳۴٫۵");
    expect(format.percent(0.732)).toBe("۷۳٪");
    expect(format.interval([0.61, 0.82])).toBe("۶۱ تا ۸۲٪");
    expect(format.points(0.05)).toBe("\u200e+۵");
  });

  test("days are of the solar calendar", () => {
    expect(format.date(MORNING)).toBe("۲ آذر ۱۴۰۵");
    expect(format.day("2026-03-21T12:00:00Z")).toBe("۱ فروردین");
  });
});

describe("in English", () => {
  beforeEach(() => setCurrent("en"));

  test("digits are Latin", () => {
    expect(format.number(1234.5, 1)).toBe("1,234.5");
    expect(format.percent(0.732)).toBe("73%");
    expect(format.interval([0.61, 0.82])).toBe("61–82%");
    expect(format.signed(-2)).toBe("-2");
  });

  test("days are of the common calendar", () => {
    expect(format.date(MORNING)).toBe("23 November 2026");
    expect(format.day(MORNING)).toBe("23 Nov");
  });
});

describe.each(["America/New_York", "Asia/Tehran"])("in the zone of %s", (zone) => {
  let fresh: typeof format;
  beforeEach(async () => {
    vi.stubEnv("TZ", zone);
    vi.resetModules(); // Formatters are kept, with their zone.
    fresh = await import("./format");
    (await import("./lang.svelte")).setCurrent("en");
  });
  afterEach(() => vi.unstubAllEnvs());

  test("a day alone is that day", () => {
    expect(fresh.date("2026-11-22")).toBe("22 November 2026");
    expect(fresh.day("2026-11-22")).toBe("22 Nov");
  });

  test("a time is told as it is there", () => {
    const after = zone === "Asia/Tehran" ? "23 Nov" : "22 Nov";
    expect(fresh.day("2026-11-22T21:00:00Z")).toBe(after);
  });
});

describe("how long ago", () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date(MORNING) }));
  afterEach(() => {
    noteServerTime(new Date().toUTCString());
    vi.useRealTimers();
  });

  test.each([
    ["fa", "2026-11-23T06:57:00Z", "۳ دقیقه پیش"],
    ["en", "2026-11-23T06:57:00Z", "3 minutes ago"],
    ["en", "2026-11-23T06:59:30Z", "now"],
    ["en", "2026-11-22T07:00:00Z", "yesterday"],
    ["en", "2026-11-25T08:00:00Z", "in 2 days"],
  ] as const)("in %s of %s is %s", (lang, when, words) => {
    setCurrent(lang);
    expect(format.ago(when)).toBe(words);
  });

  test("a clock that is off by a day doesn't fool it", () => {
    setCurrent("en");
    noteServerTime("Tue, 24 Nov 2026 07:00:00 GMT");
    expect(format.ago("2026-11-24T06:57:00Z")).toBe("3 minutes ago");
  });
});

test.each([
  ["۱۲٫۵", 12.5],
  [" 12.5 ", 12.5],
  ["١٢", 12],
  ["-3", -3],
  ["1e3", null],
  ["", null],
  ["دو", null],
])("reads %j as %j", (text, value) => {
  expect(format.parseNumber(text)).toBe(value);
});
