import { expect, test } from "vitest";
import { isolate } from "./isolate";

test("what runs in the direction of the language stands as it is", () => {
  expect(isolate("مریم احمدی", "fa")).toBe("مریم احمدی");
  expect(isolate("۷۳٪ (۶۱ تا ۸۲٪)", "fa")).toBe("۷۳٪ (۶۱ تا ۸۲٪)");
  expect(isolate("Maryam, 41%", "en")).toBe("Maryam, 41%");
  expect(isolate("+5", "fa")).toBe("+5");
});

test("what runs the other way is isolated", () => {
  expect(isolate("Maryam", "fa")).toBe("\u2068Maryam\u2069");
  expect(isolate("مریم", "en")).toBe("\u2068مریم\u2069");
  expect(isolate("Mentha × piperita (نعنا)", "fa")).toBe("\u2068Mentha × piperita (نعنا)\u2069");
});

test("controls of direction are left out, so that none ends an isolate or turns what follows", () => {
  expect(isolate("\u202eمریم\u2069", "fa")).toBe("مریم");
  expect(isolate("a\u2069\u202eb", "fa")).toBe("\u2068ab\u2069");
});

test("once is as good as twice", () => {
  const once = isolate("Maryam", "fa");
  expect(isolate(once, "fa")).toBe(once);
});

test("names that are joined keep their order", () => {
  const joined = ["Maryam", "مریم"].map((one) => isolate(one, "fa")).join("، ");
  expect(isolate(joined, "fa")).toBe("\u2068Maryam\u2069، مریم");
});
