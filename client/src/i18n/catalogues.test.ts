import { describe, expect, test } from "vitest";
import en from "./en";
import fa from "./fa";
import { placeholders } from "./fill";

type Words = Record<string, string>;
const area = (path: string): string => path.replace(/^.*\/|\.json$/g, "");
const persian = Object.entries(fa).map(([path, words]): [string, Words] => [area(path), words]);
const english = new Map(Object.entries(en).map(([path, words]) => [area(path), words]));
const SOURCES = Object.entries(
  import.meta.glob<string>(["../**/*.{svelte,ts}", "!../**/*.{test,d}.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  }),
);

test("both languages have the same areas", () => {
  expect(persian.map(([area]) => area)).toEqual([...english.keys()]);
});

describe.each(persian)("%s", (area, own) => {
  const other = english.get(area) ?? {};

  test("has the same keys in both languages", () => {
    expect(Object.keys(own)).toEqual(Object.keys(other));
  });

  test("fills the same placeholders in both languages", () => {
    const asked = (texts: Words): [string, string[]][] =>
      Object.entries(texts).map(([key, text]) => [key, placeholders(text)]);
    expect(asked(own)).toEqual(asked(other));
  });

  test("says something everywhere, in Persian with Persian letters", () => {
    for (const [key, text] of Object.entries(own)) {
      expect(text.trim(), key).not.toBe("");
      expect(other[key]?.trim(), key).not.toBe("");
      expect(text, key).not.toMatch(/[يكىة٤٥٦]/);
    }
  });
});

test("every key that is written out in a source is there", () => {
  const there = new Set(
    persian.flatMap(([area, texts]) => Object.keys(texts).map((key) => `${area}.${key}`)),
  );
  const missing = SOURCES.flatMap(([path, text]) =>
    [...text.matchAll(/\bt\(\s*"([^"]+)"/g)]
      .filter(([, key]) => !there.has(key ?? ""))
      .map(([, key]) => `${path}: ${key}`),
  );
  expect(missing).toEqual([]);
});

test("every key is used: written out, or made of a written beginning and end", () => {
  const sources = SOURCES.map(([, text]) => text).join("\n");
  const all = (pattern: RegExp) => [...sources.matchAll(pattern)].map(([, found]) => found ?? "");
  const written = new Set(all(/["'`]([a-z_]+\.[\w.]+)["'`]/g));
  const made = all(/`((?!problem)[a-z_]+\.[^`\n]*\$\{[^`\n]*)`/g).map((shape) => {
    const parts = shape.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(".", "\\."));
    return new RegExp(`^${parts.join("[\\w.]+")}$`);
  });
  // The words of a problem are found by its code.
  const codes = new Set(all(/"([a-z_]+)"/g).map((code) => `problem.${code}`));
  const used = (key: string): boolean =>
    written.has(key) ||
    codes.has(key.replace(/\.(title|detail)$/, "")) ||
    made.some((shape) => shape.test(key));
  const keys = persian.flatMap(([area, texts]) =>
    Object.keys(texts).map((key) => `${area}.${key}`),
  );
  expect(keys.filter((key) => !used(key))).toEqual([]);
});

test("no Persian words stand in a source", () => {
  const own = /["'`]?(فارسی|تا|،|٫)["'`]?/g; // A language's own name, and what formats are made of.
  const found = SOURCES.filter(([, text]) =>
    /[\u0600-\u065f\u066e-\u06ef]/.test(text.replace(/[/*][^\n]*/g, "").replace(own, "")),
  );
  expect(found.map(([path]) => path)).toEqual([]);
});
