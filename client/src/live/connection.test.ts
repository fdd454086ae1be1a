import { beforeEach, describe, expect, test } from "vitest";
import { MAX_DELAY_MS, backoffDelay } from "./backoff";
import { WAKE_TIMEOUT_MS, HEARTBEAT_MS, PONG_TIMEOUT_MS } from "./heartbeat";
import { HANDSHAKE_TIMEOUT_MS, RENDER_INTERVAL_MS } from "./connection";
import { ConnectionHarness } from "./connection-harness";

let stage: ConnectionHarness;
beforeEach(() => {
  stage = new ConnectionHarness();
});

function report(event_id: number): [string, number, object] {
  const data = { feedback_id: event_id, recommendation_id: 5, rating: 4, symptom_improvement: 4 };
  return ["feedback_update", event_id, { ...data, withdrawn: false, side_effects: [] }];
}

describe("coming", () => {
  test("it asks for snapshot and ticket at once, and connects from where the snapshot ends", async () => {
    await stage.live();
    expect([stage.snapshots, stage.tickets]).toEqual([1, 1]);
    expect(stage.wire.sent[0]).toEqual({ type: "auth", ticket: "ticket-1", after: 10, lang: "fa" });
    expect(stage.states).toEqual(["live"]);
  });

  test("a socket that is never greeted is given up", async () => {
    stage.connection.start();
    await stage.settle();
    await stage.pass(HANDSHAKE_TIMEOUT_MS);
    expect(stage.wires[0]!.left).toBe(true);
    expect(stage.state).toBe("reconnecting");
    await stage.pass(MAX_DELAY_MS);
    expect(stage.wires.length).toBeGreaterThan(1);
  });

  test("the snapshot is shown while the ticket is still on its way", async () => {
    let handOver = (): void => {};
    stage.ticketAfter = new Promise((resolve) => (handOver = resolve));
    stage.connection.start();
    await stage.settle();
    expect([stage.changes.length, stage.wires.length, stage.state]).toEqual([1, 0, undefined]);
    handOver();
    await stage.settle();
    expect([stage.changes.length, stage.wires.length]).toEqual([1, 1]);
  });

  test("without a ticket the snapshot is shown all the same", async () => {
    stage.ticketRefusal = { status: 503 };
    stage.connection.start();
    await stage.settle();
    expect([stage.changes.length, stage.state]).toEqual([1, "reconnecting"]);
  });
});

describe("hearing", () => {
  test("a burst is taken in one go at the next painting", async () => {
    await stage.live();
    for (let id = 11; id < 1011; id++) stage.wire.says(...report(id));
    expect(stage.changes).toHaveLength(1);
    expect(stage.frames).toHaveLength(1);
    stage.paint();
    expect(stage.changes).toHaveLength(2);
    expect(stage.changes[1]!.events).toHaveLength(1000);
    expect(stage.held.event_id).toBe(1010);
  });

  test("what comes right after a painting waits a little, so that the page can breathe", async () => {
    await stage.live();
    stage.wire.says(...report(11));
    stage.paint();
    stage.wire.says(...report(12));
    stage.paint();
    expect(stage.held.event_id).toBe(11);
    await stage.pass(RENDER_INTERVAL_MS);
    stage.wire.says(...report(13));
    stage.paint();
    expect(stage.changes.at(-1)!.events.map((one) => one.event_id)).toEqual([12, 13]);
  });

  test("what it holds already, what it does not know and what is no message is passed over", async () => {
    await stage.live();
    stage.wire.says(...report(10));
    stage.wire.says("weather_update", 11, { sun: true });
    stage.wire.onmessage?.({ data: "{" } as MessageEvent);
    stage.wire.says("error", 11, { code: "message_unknown", detail: "" });
    stage.paint();
    expect(stage.changes).toHaveLength(1);
    expect(stage.state).toBe("live");
  });

  test("a gap is answered by a fresh snapshot, and events that came meanwhile follow it", async () => {
    await stage.live();
    stage.now = { ...stage.now, event_id: 50 };
    stage.wire.says("resync", 10);
    stage.wire.says(...report(50));
    stage.wire.says(...report(51));
    stage.paint();
    expect(stage.changes).toHaveLength(1);
    await stage.settle();
    stage.paint();
    expect([stage.snapshots, stage.held.event_id]).toEqual([2, 51]);
    expect(stage.changes.at(-1)!.events.map((one) => one.event_id)).toEqual([51]);
  });

  test("an event of another shape than described is answered by a fresh snapshot", async () => {
    await stage.live();
    stage.now = { ...stage.now, event_id: 11 };
    stage.wire.says("recommendation_update", 11, {});
    stage.paint();
    await stage.settle();
    expect([stage.snapshots, stage.held.event_id, stage.state]).toEqual([2, 11, "live"]);
  });
});

describe("coming back", () => {
  test.each([
    [1006, ""],
    [1011, "failed"],
    [1012, "restarting"],
    [1013, "too_slow"],
    [1008, "auth_timeout"],
    [1008, "something_new"],
  ])("after %i %s, with the last event that was applied", async (code, reason) => {
    await stage.live();
    stage.wire.says(...report(12));
    stage.paint();
    stage.wire.closes(code, reason);
    expect(stage.state).toBe("reconnecting");
    await stage.pass(1_000);
    stage.wire.greets(true, 12);
    expect(stage.wire.sent[0]).toMatchObject({ ticket: "ticket-2", after: 12 });
    expect([stage.state, stage.snapshots]).toEqual(["live", 1]);
  });

  test.each([["bad_after"], ["recovered"]])("%s: the snapshot is taken anew", async (why) => {
    await stage.live();
    stage.now = { ...stage.now, event_id: 500 };
    stage.wire.closes(...((why === "bad_after" ? [1008, why] : [1006, ""]) as [number, string]));
    await stage.pass(1_000);
    stage.wire.greets(why === "bad_after" ? true : false, 500);
    await stage.settle();
    expect([stage.snapshots, stage.held.event_id, stage.state]).toEqual([2, 500, "live"]);
  });

  test.each(["not_allowed", "care_ended"] as const)("never after %s", async (reason) => {
    await stage.live();
    stage.wire.closes(1008, reason);
    await stage.pass(10 * MAX_DELAY_MS);
    stage.connection.wake();
    await stage.settle();
    expect([stage.state, stage.wires.length, stage.timers.length]).toEqual([reason, 1, 0]);
  });

  test("a session that ended is renewed at once, and where it can't be, it is said", async () => {
    await stage.live();
    stage.wire.closes(1008, "session_ended");
    await stage.settle();
    stage.wire.greets(true, 10);
    expect([stage.state, stage.tickets]).toEqual(["live", 2]);
    stage.refusal = { status: 401 };
    stage.wire.closes(1008, "session_ended");
    await stage.settle();
    expect([stage.state, stage.timers.length]).toEqual(["sign_in", 0]);
  });

  test("a ticket that is refused again and again ends it", async () => {
    await stage.live();
    for (const _ of [1, 2]) {
      stage.wire.closes(1008, "not_signed_in");
      await stage.settle();
    }
    expect([stage.state, stage.tickets]).toEqual(["sign_in", 2]);
  });

  test("the pauses grow from one second to thirty, drawn anew each time", () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 1000].map((attempt) => backoffDelay(attempt, 1));
    expect(longest).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
    expect(backoffDelay(3, 0.25)).toBe(2000);
  });

  test("the server's word on how long to wait is kept", async () => {
    stage.refusal = { status: 429, retryAfter: 20 };
    stage.connection.start();
    await stage.settle();
    await stage.pass(19_000);
    expect(stage.snapshots).toBe(1);
    await stage.pass(1_000);
    expect(stage.snapshots).toBe(2);
  });

  test("no answer again and again is called offline, and the first answer ends that", async () => {
    stage.refusal = { status: 0 };
    stage.connection.start();
    await stage.settle();
    await stage.pass(60_000);
    expect(stage.states).toEqual(["reconnecting", "offline"]);
    stage.refusal = null;
    stage.connection.wake();
    await stage.settle();
    stage.wire.greets(true, 10);
    expect(stage.state).toBe("live");
  });
});

describe("the network and sleep", () => {
  test("without network it is offline at once, and with it back at once", async () => {
    await stage.live();
    stage.isOnline = false;
    stage.connection.sleep();
    expect([stage.state, stage.wire.left]).toEqual(["offline", true]);
    stage.isOnline = true;
    stage.connection.wake();
    stage.connection.wake();
    await stage.settle();
    stage.wire.greets(true, 10);
    expect([stage.state, stage.wires.length, stage.tickets]).toEqual(["live", 2, 2]);
  });

  test("each beat asks, says how far it got, and silence is death", async () => {
    await stage.live();
    await stage.pass(HEARTBEAT_MS);
    expect(stage.wire.sent.slice(1)).toEqual([{ type: "ping" }, { type: "ack", event_id: 10 }]);
    stage.wire.says("pong", 10);
    await stage.pass(HEARTBEAT_MS + PONG_TIMEOUT_MS - 1);
    expect(stage.state).toBe("live");
    await stage.pass(1);
    expect([stage.state, stage.wires[0]!.left]).toEqual(["reconnecting", true]);
  });

  test("a phone that slept finds its dead socket within seconds of waking", async () => {
    await stage.live();
    stage.time += 3_600_000;
    stage.connection.wake();
    await stage.pass(WAKE_TIMEOUT_MS);
    expect(stage.state).toBe("reconnecting");
    await stage.pass(1_000);
    stage.wire.greets(false, 900);
    stage.now = { ...stage.now, event_id: 900 };
    await stage.settle();
    expect(stage.state).toBe("live");
  });

  test("closed, it asks nothing more and tells nothing more", async () => {
    await stage.live();
    const told = stage.changes.length;
    stage.wire.says(...report(11));
    stage.connection.close();
    stage.paint();
    stage.connection.wake();
    await stage.pass(100_000);
    expect([stage.changes.length, stage.wires.length, stage.timers.length]).toEqual([told, 1, 0]);
  });
});

test("at the reader's wish the snapshot is taken anew, and a failure is theirs to see", async () => {
  await stage.live();
  stage.now = { ...stage.now, event_id: 30 };
  await stage.connection.refresh();
  expect(stage.held.event_id).toBe(30);
  stage.refusal = { status: 500 };
  await expect(stage.connection.refresh()).rejects.toEqual({ status: 500 });
});
