import { expect, test } from "vitest";
import { languageOf } from "./preferences";

test("what was chosen comes before what the browser reads", () => {
  expect(languageOf("fa", ["en-GB"])).toBe("fa");
  expect(languageOf("en", ["fa-IR"])).toBe("en");
});

test("a browser that reads nothing but English begins in English, every other in Persian", () => {
  expect(languageOf(null, ["en-US", "en"])).toBe("en");
  expect(languageOf(null, ["en-US", "fa"])).toBe("fa");
  expect(languageOf(null, ["de"])).toBe("fa");
  expect(languageOf(null, [])).toBe("fa");
});
