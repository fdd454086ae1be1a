import { expect, test } from "vitest";
import { PAGE, pageOf } from "./pages";

const all = Array.from({ length: 2 * PAGE + 1 }, (_, place) => place + 1);

test("every item is on one page, in its order", () => {
  const pages = [0, 1, 2].map((page) => pageOf(all, page));
  expect(pages.flatMap((page) => page.items)).toEqual(all);
  expect(pages.map(({ first, last }) => [first, last])).toEqual([
    [1, PAGE],
    [PAGE + 1, 2 * PAGE],
    [2 * PAGE + 1, 2 * PAGE + 1],
  ]);
});

test("behind the last page is the last page", () => {
  expect(pageOf(all.slice(0, PAGE), 1).items).toHaveLength(PAGE);
  expect(pageOf([], 3)).toEqual({ items: [], first: 1, last: 0 });
});
