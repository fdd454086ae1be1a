import type { Envelope, LogEvent, Snapshot } from "./types";

/** The part of a WebSocket that a connection uses. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
}

/** Why a request failed: `status` is 0 where there was no answer. */
export interface Failure {
  status: number;
  /** Seconds to wait, where the server says so. */
  retryAfter?: number | null | undefined;
}

/** What a connection follows: a snapshot, and what the events behind it change of it. */
export interface Followed<S extends { event_id: number }, E extends Envelope> {
  /** The current snapshot; throws a `Failure`. */
  snapshot(): Promise<S>;
  /** The snapshot after messages, null where only a new snapshot can tell. */
  apply(before: S, messages: readonly Envelope[]): S | null;
  isEvent(message: Envelope): message is E;
}

/** The I/O of a connection: server, clock, randomness, rendering; tests replace it. */
export interface ConnectionEnvironment<
  S extends { event_id: number } = Snapshot,
  E extends Envelope = LogEvent,
> extends Followed<S, E> {
  socket(): Socket;
  /** A ticket for one connection; throws a `Failure`. */
  ticket(): Promise<string>;
  now(): number;
  random(): number;
  online(): boolean;
  after(milliseconds: number, act: () => void): () => void;
  /** Runs before the next animation frame, or soon in a hidden page. */
  frame(act: () => void): void;
}

/** Clock, randomness and rendering of the browser. */
export const browserEnvironment: Pick<
  ConnectionEnvironment,
  "now" | "random" | "online" | "after" | "frame"
> = {
  now: () => performance.now(),
  random: () => Math.random(),
  online: () => navigator.onLine,
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
  frame(act) {
    if (document.visibilityState === "visible") requestAnimationFrame(act);
    else setTimeout(act, 50);
  },
};

/** Open the WebSocket of a diagnosis, or of one's practice, at the origin of this page. */
export function openSocket(of: number | "practice"): Socket {
  const { protocol, host } = location;
  return new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}/ws/${of}`);
}
