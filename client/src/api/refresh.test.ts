import { afterEach, expect, test, vi } from "vitest";
import { withRefreshLock } from "./refresh";

afterEach(() => vi.unstubAllGlobals());

async function together(): Promise<number> {
  let [inside, most] = [0, 0];
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await Promise.resolve();
    inside -= 1;
  };
  await Promise.all([withRefreshLock(work), withRefreshLock(work), withRefreshLock(work)]);
  return most;
}

test("turns are taken by the browser's locks", async () => {
  expect(await together()).toBe(1);
});

test("where locks are forbidden, turns are taken in this tab", async () => {
  const request = (): Promise<never> => Promise.reject(new DOMException("…", "SecurityError"));
  vi.stubGlobal("navigator", { locks: { request } });
  expect(await together()).toBe(1);
});

test("where there are none, too", async () => {
  vi.stubGlobal("navigator", {});
  expect(await together()).toBe(1);
});

test("what fails in its turn is told once, and the next goes on", async () => {
  let run = 0;
  const failing = (): Promise<never> => {
    run += 1;
    return Promise.reject(new RangeError("the work's own"));
  };
  await expect(withRefreshLock(failing)).rejects.toThrow(RangeError);
  expect([run, await withRefreshLock(async () => "next")]).toEqual([1, "next"]);
});
