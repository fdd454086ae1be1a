import type { ControlMessage, Envelope, Evidence, LogEvent, Snapshot } from "./types";

/** How many recent events a snapshot keeps (docs/protocol.md). */
export const MAX_RECENT_EVENTS = 20;

const LOG_EVENTS = new Set<string>([
  "feedback_update",
  "effectiveness_update",
  "recommendation_update",
  "diagnosis_update",
  "safety_alert",
  "report_reply",
] satisfies LogEvent["type"][]);
const CONTROL = new Set<string>([
  "connect",
  "pong",
  "error",
  "resync",
] satisfies ControlMessage["type"][]);

/** Parse a message of the socket; null where it is not a message. */
export function parseMessage(text: unknown): Envelope | null {
  if (typeof text !== "string") return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return isEnvelope(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** Return the snapshot after a message; an old event or a control message changes nothing. */
export function apply(snapshot: Snapshot, message: Envelope): Snapshot {
  if (message.event_id <= snapshot.event_id || isControlMessage(message)) return snapshot;
  if (!isLogEvent(message)) return { ...snapshot, event_id: message.event_id };
  return {
    ...snapshot,
    ...changesOf(snapshot, message),
    event_id: message.event_id,
    recent_events: withRecent(snapshot.recent_events, message),
  };
}

/** Return the snapshot after several messages, in their order. */
export function applyAll(snapshot: Snapshot, messages: readonly Envelope[]): Snapshot {
  return messages.reduce(apply, snapshot);
}

/** Whether a message is a log event of a type that this client knows. */
export function isLogEvent(message: Envelope): message is LogEvent {
  return LOG_EVENTS.has(message.type);
}

/** Whether a message is a control message, not a log event. */
export function isControlMessage(message: Envelope): message is ControlMessage {
  return CONTROL.has(message.type);
}

function isEnvelope(parsed: unknown): parsed is Envelope {
  if (typeof parsed !== "object" || parsed === null) return false;
  if (!("type" in parsed && "event_id" in parsed && "timestamp" in parsed && "data" in parsed))
    return false;
  const named = typeof parsed.type === "string" && typeof parsed.timestamp === "string";
  return (
    named && Number.isInteger(parsed.event_id) && typeof parsed.data === "object" && !!parsed.data
  );
}

function changesOf(snapshot: Snapshot, message: LogEvent): Partial<Snapshot> {
  switch (message.type) {
    case "feedback_update": {
      const { average_rating, improvement_score, side_effects, sample_size } = message.data;
      const own = { average_rating, improvement_score, side_effects, sample_size };
      return replaceEvidence(snapshot, message.data.recommendation_id, { own });
    }
    case "effectiveness_update": {
      const { recommendation_id, scope } = message.data;
      return replaceEvidence(snapshot, recommendation_id, { [scope]: message.data });
    }
    case "recommendation_update": {
      const gone = new Set(message.data.removed.map((one) => one.recommendation_id));
      const kept = snapshot.evidence.filter((one) => !gone.has(one.recommendation_id));
      const evidence = [...kept, ...message.data.new_evidence].sort(byId);
      return { ranking: message.data.new_recommendations, evidence };
    }
    case "diagnosis_update":
      return { urgent: message.data.urgent, withheld: message.data.withheld };
    case "safety_alert":
    case "report_reply":
      return {};
  }
}

function replaceEvidence(
  snapshot: Snapshot,
  id: number,
  part: Partial<Evidence>,
): Partial<Snapshot> {
  const evidence = snapshot.evidence.map((one) =>
    one.recommendation_id === id ? { ...one, ...part } : one,
  );
  return { evidence };
}

function withRecent(recent: LogEvent[], message: LogEvent): LogEvent[] {
  const shared = message.type === "effectiveness_update" && message.data.scope === "recommendation";
  if (shared) return recent;
  return [message, ...withStillNamed(recent, message)].slice(0, MAX_RECENT_EVENTS);
}

/** Leave to recent events the side effects that their remedy still has: a text may be taken back. */
function withStillNamed(recent: LogEvent[], { type, data }: LogEvent): LogEvent[] {
  if (type !== "feedback_update") return recent;
  const named = new Set(data.side_effects.map((one) => one.name));
  return recent.map((event) => {
    if (event.type !== type || event.data.recommendation_id !== data.recommendation_id)
      return event;
    const side_effects = event.data.side_effects.filter((one) => named.has(one.name));
    return { ...event, data: { ...event.data, side_effects } };
  });
}

function byId(one: Evidence, other: Evidence): number {
  return one.recommendation_id - other.recommendation_id;
}
