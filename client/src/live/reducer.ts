import type { ControlMessage, Envelope, Evidence, LogEvent, Snapshot } from "./types";

/** How many recent events a snapshot keeps (docs/protocol.md). */
export const MAX_RECENT_EVENTS = 20;

const LOGGED = new Set<string>([
  "feedback_update",
  "effectiveness_update",
  "recommendation_update",
] satisfies LogEvent["type"][]);
const ASIDE = new Set<string>([
  "connect",
  "pong",
  "error",
  "resync",
] satisfies ControlMessage["type"][]);

/** Read a text of the socket; null for what is no message at all. */
export function parseMessage(text: unknown): Envelope | null {
  if (typeof text !== "string") return null;
  try {
    const said: unknown = JSON.parse(text);
    return isEnvelope(said) ? said : null;
  } catch {
    return null;
  }
}

/** The snapshot after a message; what it already holds, or is no event, changes nothing. */
export function apply(snapshot: Snapshot, message: Envelope): Snapshot {
  if (message.event_id <= snapshot.event_id || isControlMessage(message)) return snapshot;
  if (!isLogEvent(message)) return { ...snapshot, event_id: message.event_id };
  return {
    ...snapshot,
    ...changed(snapshot, message),
    event_id: message.event_id,
    recent_events: remembered(snapshot.recent_events, message),
  };
}

/** The snapshot after several messages, in their order. */
export function applyAll(snapshot: Snapshot, messages: readonly Envelope[]): Snapshot {
  return messages.reduce(apply, snapshot);
}

/** Whether it is an event of the log of a type that this client knows. */
export function isLogEvent(message: Envelope): message is LogEvent {
  return LOGGED.has(message.type);
}

/** Whether it is a message that is no event of the log. */
export function isControlMessage(message: Envelope): message is ControlMessage {
  return ASIDE.has(message.type);
}

function isEnvelope(said: unknown): said is Envelope {
  if (typeof said !== "object" || said === null) return false;
  if (!("type" in said && "event_id" in said && "timestamp" in said && "data" in said))
    return false;
  const named = typeof said.type === "string" && typeof said.timestamp === "string";
  return named && Number.isInteger(said.event_id) && typeof said.data === "object" && !!said.data;
}

function changed(snapshot: Snapshot, message: LogEvent): Partial<Snapshot> {
  switch (message.type) {
    case "feedback_update": {
      const { average_rating, improvement_score, side_effects, sample_size } = message.data;
      const own = { average_rating, improvement_score, side_effects, sample_size };
      return replaced(snapshot, message.data.recommendation_id, { own });
    }
    case "effectiveness_update": {
      const { recommendation_id, scope } = message.data;
      return replaced(snapshot, recommendation_id, { [scope]: message.data });
    }
    case "recommendation_update": {
      const gone = new Set(message.data.removed.map((one) => one.recommendation_id));
      const kept = snapshot.evidence.filter((one) => !gone.has(one.recommendation_id));
      const evidence = [...kept, ...message.data.new_evidence].sort(byId);
      return { ranking: message.data.new_recommendations, evidence };
    }
  }
}

function replaced(snapshot: Snapshot, id: number, part: Partial<Evidence>): Partial<Snapshot> {
  const evidence = snapshot.evidence.map((one) =>
    one.recommendation_id === id ? { ...one, ...part } : one,
  );
  return { evidence };
}

function remembered(recent: LogEvent[], message: LogEvent): LogEvent[] {
  const shared = message.type === "effectiveness_update" && message.data.scope === "recommendation";
  return shared ? recent : [message, ...recent].slice(0, MAX_RECENT_EVENTS);
}

function byId(one: Evidence, other: Evidence): number {
  return one.recommendation_id - other.recommendation_id;
}
