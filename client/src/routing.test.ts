import { expect, test } from "vitest";
import { match, screen } from "./routing";

const routes = [
  "/",
  "/diagnoses",
  "/diagnoses/new",
  "/diagnoses/:id",
  "/diagnoses/:id/report/:other?",
].map((path) =>
  screen(path as "/", path, "all", async () => Promise.reject(new Error("not opened"))),
);

test.each([
  ["/", "/", {}],
  ["/diagnoses/", "/diagnoses", {}],
  ["/diagnoses/new", "/diagnoses/new", {}],
  ["/diagnoses/12", "/diagnoses/:id", { id: 12 }],
  ["/diagnoses/12/report", "/diagnoses/:id/report/:other?", { id: 12 }],
  ["/diagnoses/12/report/7", "/diagnoses/:id/report/:other?", { id: 12, other: 7 }],
])("%s is %s", (address, path, params) => {
  const found = match(routes, address);
  expect(found?.route.path).toBe(path);
  expect(found?.params).toEqual(params);
});

test.each(["/diagnoses/x", "/diagnoses/0", "/diagnoses/1/2", "/diagnoses/99999999999999999", "//"])(
  "%s is nowhere",
  (address) => expect(match(routes, address)).toBeNull(),
);
