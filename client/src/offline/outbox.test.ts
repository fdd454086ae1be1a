import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test } from "vitest";
import type { OutboxEntry, Stored } from "./outbox-entry";
import { Outbox, type SendError } from "./outbox";
import { EncryptedStore } from "./encrypted-store";

const DAY = 86_400_000;
const SERVER_NOW = Date.UTC(2026, 10, 22, 10, 30);
const ABOUT = { diagnosisId: 21, recommendationId: 5, herbName: "نعناع" };
const BODY = {
  diagnosis_id: 21,
  recommendation_id: 5,
  rating: 4,
  symptom_improvement: 4,
  got_worse: false,
};

/** A server that takes each key once, behind a network that the test breaks. */
class Office {
  taken = new Map<string, string>();
  posted: string[] = [];
  trouble: Partial<SendError> | null = null;
  /** The server takes the entry, and its answer is lost. */
  deaf = false;
  now = SERVER_NOW;
  clockOff = 0;
  userId: number | null = 7;
  timers: { milliseconds: number; act: () => void }[] = [];
  turn: Promise<unknown> = Promise.resolve();
  keys = 0;

  tab(vault = new EncryptedStore()): Outbox {
    return new Outbox(vault, {
      send: (entry) => this.send(entry),
      serverNow: async () => {
        const inTheWay = this.trouble && this.trouble.status !== 422 && this.trouble.status !== 500;
        if (this.trouble && inTheWay) throw whole(this.trouble);
        return this.now;
      },
      person: () => this.userId,
      deviceNow: () => this.now + this.clockOff,
      random: () => 0.5,
      newKey: () => `key-${++this.keys}`,
      after: (milliseconds, act) => {
        const timer = { milliseconds, act };
        this.timers.push(timer);
        return () => (this.timers = this.timers.filter((one) => one !== timer));
      },
      alone: (work) => {
        const mine = this.turn.then(work);
        this.turn = mine.catch(() => undefined);
        return mine;
      },
      changed: () => {},
    });
  }

  private async send(entry: OutboxEntry): Promise<Stored> {
    this.posted.push(entry.key);
    if (this.trouble) throw whole(this.trouble);
    if (entry.kind === "withdraw") throw whole({ status: 404 });
    const bytes = JSON.stringify(entry.body);
    const before = this.taken.get(entry.key);
    if (before !== undefined && before !== bytes) throw whole({ status: 409 });
    this.taken.set(entry.key, bytes);
    if (this.deaf) throw whole({ status: 0 });
    return { id: this.taken.size } as Stored;
  }
}

function whole(trouble: Partial<SendError>): SendError {
  const none = { status: 0, code: "c", title: "t", detail: "d", fields: [], retryAfter: null };
  return { ...none, ...trouble };
}

function bodies(office: Office): { rating: number; observed_at: string }[] {
  return [...office.taken.values()].map((bytes) => JSON.parse(bytes));
}

let office: Office;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  office = new Office();
});

const write = (outbox: Outbox, rating = 4) =>
  outbox.add({ kind: "submit", body: { ...BODY, rating } }, ABOUT);

describe("an entry", () => {
  test("is sent at once where there is a server, and leaves nothing behind", async () => {
    const outbox = office.tab();
    expect(await write(outbox)).toEqual({ is: "sent", stored: { id: 1 } });
    expect([await outbox.entries(), office.timers]).toEqual([[], []]);
  });

  test("waits without a network, over a new page, and is sent once, in order, with its own time", async () => {
    office.trouble = { status: 0 };
    expect(await write(office.tab(), 1)).toEqual({ is: "waiting" });
    office.now += 3_600_000;
    expect(await write(office.tab(), 2)).toEqual({ is: "waiting" });
    office.now += 3_600_000;
    office.trouble = null;
    const next = office.tab();
    await next.flush();
    await next.flush();
    expect(bodies(office).map((one) => [one.rating, one.observed_at])).toEqual([
      [1, "2026-11-22T10:30:00.000Z"],
      [2, "2026-11-22T11:30:00.000Z"],
    ]);
  });

  test.each([DAY, -DAY])(
    "has the right time on a device whose clock is off by %i ms",
    async (off) => {
      office.clockOff = off;
      office.trouble = { status: 0 };
      const outbox = office.tab();
      await write(outbox);
      office.now += DAY;
      office.trouble = null;
      await outbox.flush();
      expect(bodies(office)[0]!.observed_at).toBe("2026-11-22T10:30:00.000Z");
    },
  );

  test("whose answer was lost is sent again with the same bytes and key", async () => {
    const outbox = office.tab();
    office.deaf = true;
    expect(await write(outbox)).toEqual({ is: "waiting" });
    office.deaf = false;
    office.now += 60_000;
    await office.tab().flush();
    expect([office.posted, office.taken.size]).toEqual([["key-1", "key-1"], 1]);
    expect(await outbox.entries()).toEqual([]);
  });

  test("is sent once by two tabs that try together", async () => {
    office.trouble = { status: 0 };
    const [here, there] = [office.tab(), office.tab()];
    await write(here);
    office.trouble = null;
    office.posted = [];
    await Promise.all([here.flush(), there.flush(), here.flush()]);
    expect(office.posted).toEqual(["key-1"]);
  });

  test("that is refused stays with the reason, and others go past it", async () => {
    const outbox = office.tab();
    office.trouble = { status: 422, code: "bad", fields: [{ where: ["body"], message: "m" }] };
    expect(await write(outbox, 1)).toMatchObject({ is: "refused", refusal: { code: "bad" } });
    office.trouble = null;
    expect(await write(outbox, 2)).toMatchObject({ is: "sent" });
    const [kept] = await office.tab().entries();
    expect(kept).toMatchObject({ kind: "submit", refusal: { status: 422, code: "bad" } });
    await outbox.drop(kept!);
    expect(await outbox.entries()).toEqual([]);
  });

  test("that breaks the server is not in the way of others", async () => {
    const outbox = office.tab();
    office.trouble = { status: 0 };
    await write(outbox, 1);
    await write(outbox, 2);
    office.trouble = { status: 500 };
    office.posted = [];
    await outbox.flush();
    expect(office.posted).toEqual(["key-1", "key-2"]);
    expect(await outbox.entries()).toHaveLength(2);
  });

  test("of another person stays where it is", async () => {
    office.trouble = { status: 0 };
    await write(office.tab());
    office.trouble = null;
    office.userId = 8;
    const theirs = office.tab();
    await theirs.flush();
    expect([office.taken.size, await theirs.entries()]).toEqual([0, []]);
    office.userId = null;
    await expect(write(theirs)).rejects.toThrow();
  });

  test("is kept in memory where storage is forbidden, and sent all the same", async () => {
    Object.assign(globalThis, { indexedDB: undefined });
    office.trouble = { status: 0 };
    const outbox = office.tab();
    await write(outbox);
    office.trouble = null;
    await outbox.flush();
    expect([office.taken.size, await outbox.entries()]).toEqual([1, []]);
  });

  test("that withdraws what is already gone has done its work", async () => {
    const outbox = office.tab();
    const gone = await outbox.add({ kind: "withdraw", feedbackId: 3 }, ABOUT);
    expect([gone, await outbox.entries()]).toEqual([{ is: "sent", stored: null }, []]);
  });
});

describe("trying again", () => {
  test.each([
    [{ status: 503 }, 500],
    [{ status: 429, retryAfter: 12 }, 12_000],
    [{ status: 0 }, 500],
  ])("after %o comes by itself", async (trouble, wait) => {
    office.trouble = trouble;
    const outbox = office.tab();
    await write(outbox);
    expect(office.timers.map((one) => one.milliseconds)).toEqual([wait]);
    await outbox.flush();
    expect(office.timers).toHaveLength(1);
    outbox.stop();
    expect(office.timers).toEqual([]);
  });

  test("after the end of the session waits for its person", async () => {
    office.trouble = { status: 401 };
    const outbox = office.tab();
    expect(await write(outbox)).toEqual({ is: "waiting" });
    expect([office.timers, (await outbox.entries()).length]).toEqual([[], 1]);
  });
});
