import { describe, expect, test } from "vitest";
import recorded from "./recorded.json";
import { apply, applyAll, parseMessage, MAX_RECENT_EVENTS } from "./reducer";
import type { Envelope, Snapshot } from "./types";

interface Step {
  action: string;
  messages: Envelope[];
  then: Pick<Snapshot, "event_id" | "evidence" | "ranking" | "urgent" | "withheld"> & {
    recent: number[];
  };
}
interface Course {
  first: Snapshot;
  steps: Step[];
  last: Snapshot;
}
const courses = Object.entries(recorded as unknown as Record<"fa" | "en", Course>);

function told(course: Course): Envelope[] {
  return course.steps.flatMap((step) => step.messages);
}

function unknown(event_id: number): Envelope {
  return { type: "weather_update", event_id, timestamp: "2026-11-22T10:30:00.000Z", data: {} };
}

describe.each(courses)("what a real server told in %s", (_, course) => {
  test("an old snapshot with what each step told is the snapshot that followed", () => {
    let held = course.first;
    for (const { action, messages, then } of course.steps) {
      held = applyAll(held, messages);
      const { recent_events, ...rest } = held;
      const recent = recent_events.map((one) => one.event_id);
      expect({ ...rest, recent }, action).toEqual(then);
    }
    expect(held).toEqual(course.last);
  });

  test("wherever the connection breaks, what is told twice is taken once", () => {
    const messages = told(course);
    for (let lost = 0; lost < messages.length; lost++) {
      const before = applyAll(course.first, messages.slice(0, lost));
      expect(applyAll(before, messages.slice(Math.max(0, lost - 3)))).toEqual(course.last);
    }
  });

  test("types and fields from another day change nothing that is shown", () => {
    const strange = told(course).flatMap((one, index) => [
      { ...one, weight: 7 },
      unknown(one.event_id),
      ...(index % 2 ? [unknown(course.first.event_id)] : []),
    ]);
    const held = applyAll(course.first, strange);
    const plain = held.recent_events.map((one) => ({ ...one, weight: undefined }));
    expect({ ...held, recent_events: plain }).toEqual(course.last);
  });

  test("every type of event is among them", () => {
    const types = new Set(told(course).map((one) => one.type));
    expect(types).toEqual(
      new Set([
        "feedback_update",
        "effectiveness_update",
        "recommendation_update",
        "diagnosis_update",
        "safety_alert",
      ]),
    );
  });

  test("what was given is left as it was, and the same is given back where nothing changed", () => {
    const kept = structuredClone(course.first);
    applyAll(course.first, told(course));
    expect(course.first).toEqual(kept);
    expect(apply(course.first, unknown(course.first.event_id))).toBe(course.first);
  });

  test("an unknown event moves the position, and nothing else", () => {
    const next = apply(course.first, unknown(course.first.event_id + 1));
    expect(next).toEqual({ ...course.first, event_id: course.first.event_id + 1 });
  });

  test("a side effect that was taken back is in no recent event", () => {
    const report = told(course).find((one) => one.type === "feedback_update")!;
    const { event_id } = course.first;
    const said = (step: number, recommendation_id: number, ...names: string[]) => {
      const side_effects = names.map((name) => ({ name, count: 1 }));
      const data = { ...report.data, recommendation_id, side_effects };
      return { ...report, event_id: event_id + step, data };
    };
    const held = applyAll(course.first, [said(1, 7, "a", "b"), said(2, 7, "a"), said(3, 8, "c")]);
    const names = held.recent_events
      .slice(0, 3)
      .map((one) => "side_effects" in one.data && one.data.side_effects.map(({ name }) => name));
    expect(names).toEqual([["c"], ["a"], ["a"]]);
  });

  test("no more than so many recent events are kept", () => {
    expect(course.last.recent_events.length).toBeLessThanOrEqual(MAX_RECENT_EVENTS);
    const busy = Array.from({ length: 3 * MAX_RECENT_EVENTS }, (_, index) => ({
      ...told(course)[0]!,
      event_id: course.first.event_id + 1 + index,
    }));
    const held = applyAll(course.first, busy);
    expect(held.recent_events).toHaveLength(MAX_RECENT_EVENTS);
    expect(held.recent_events[0]!.event_id).toBe(busy.at(-1)!.event_id);
  });
});

test("what is no message is not taken for one", () => {
  const no = [null, 7, new ArrayBuffer(4), "", "{", "[]", "null", '"text"', '{"type":"pong"}'];
  for (const text of no) expect(parseMessage(text)).toBeNull();
  const half = { type: "pong", event_id: "7", timestamp: "", data: {} };
  expect(parseMessage(JSON.stringify(half))).toBeNull();
  expect(parseMessage(JSON.stringify({ ...half, event_id: 7, data: null }))).toBeNull();
  expect(parseMessage(JSON.stringify({ ...half, event_id: 7 }))).toEqual({ ...half, event_id: 7 });
});
