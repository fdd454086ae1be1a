import { expect, test } from "vitest";
import { Problem, problemOf, toProblem } from "./problem";

const answer = (status: number, headers: HeadersInit = {}): Response =>
  new Response(null, { status, headers });

test("a problem document is told in the server's words", () => {
  const fields = [{ where: ["body", "rating"], code: "missing", message: "لازم است" }];
  const document = { title: "نادرست", status: 422, code: "invalid", detail: "…", fields };
  const problem = problemOf(answer(422), document);
  expect(problem).toMatchObject({ status: 422, code: "invalid", title: "نادرست", detail: "…" });
  expect(problem.field("rating")).toBe("لازم است");
  expect(problem.field("comment")).toBeUndefined();
  expect(problem.passing).toBe(false);
});

test("a limit says how long to wait", () => {
  const document = { title: "…", status: 429, code: "rate_limited", detail: "…" };
  const problem = problemOf(answer(429, { "Retry-After": "30" }), document);
  expect(problem).toMatchObject({ retryAfter: 30, passing: true });
});

test.each([
  [500, "server", true],
  [502, "server", true],
  [418, "unexpected", false],
])("an answer of %i that is no document is %s", (status, code, passing) => {
  const problem = problemOf(answer(status), "<html>");
  expect(problem).toMatchObject({ status, code, passing, retryAfter: null });
});

test.each([
  [new TypeError("Failed to fetch"), "network", true],
  [new DOMException("…", "TimeoutError"), "slow", true],
  [new DOMException("…", "AbortError"), "aborted", true],
  [new RangeError("a fault of ours"), "unexpected", true],
])("%s becomes %s", (thrown, code, passing) => {
  expect(toProblem(thrown)).toMatchObject({ status: 0, code, passing });
});

test("a problem stays what it is", () => {
  const problem = new Problem("network");
  expect(toProblem(problem)).toBe(problem);
});
