import { expect, test } from "vitest";
import { askBeforeLeaving, discard, isUnsaved, leaving, stay, watch } from "./unsaved.svelte";

test("a form is asked about while it stands and has changed", () => {
  let changed = false;
  const close = watch(() => changed);
  expect(isUnsaved()).toBe(false);
  changed = true;
  expect(isUnsaved()).toBe(true);
  close();
  expect(isUnsaved()).toBe(false);
});

test("who stays keeps the form, who discards goes where they wanted", () => {
  watch(() => true);
  askBeforeLeaving("/history");
  stay();
  expect([leaving.to, isUnsaved()]).toEqual([null, true]);
  askBeforeLeaving("/history");
  expect(leaving.to).toBe("/history");
  expect([discard(), leaving.to, isUnsaved()]).toEqual(["/history", null, false]);
});
