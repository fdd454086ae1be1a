import type { Snapshot } from "./types";

/** What is used of a WebSocket. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
}

/** Why a request brought nothing: `status` is 0 where there was no answer. */
export interface Failure {
  status: number;
  /** Seconds to wait, where the server says so. */
  retryAfter?: number | null | undefined;
}

/** Where a connection touches the world; tests put their own in. */
export interface ConnectionEnvironment {
  socket(): Socket;
  /** A ticket for one connection; throws a `Failure`. */
  ticket(): Promise<string>;
  /** The snapshot of now; throws a `Failure`. */
  snapshot(): Promise<Snapshot>;
  now(): number;
  random(): number;
  online(): boolean;
  after(milliseconds: number, act: () => void): () => void;
  /** Runs before the next painting, or soon where nothing is painted. */
  frame(act: () => void): void;
}

/** The browser's clock, chance and painting. */
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

/** The address of a diagnosis' socket at the origin of this page. */
export function openSocket(diagnosisId: number): Socket {
  const { protocol, host } = location;
  return new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}/ws/${diagnosisId}`);
}
