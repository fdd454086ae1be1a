import type { ConnectionEnvironment } from "./environment";

export const HEARTBEAT_MS = 25_000;
export const PONG_TIMEOUT_MS = 10_000;
/** After a phone wakes up, a dead socket must be found sooner. */
export const WAKE_TIMEOUT_MS = 3_000;

/**
 * Pings an open socket at an interval and reports it dead when no message arrives within the
 * timeout. Stop it before the socket is closed.
 */
export class Heartbeat {
  #cancelTimer: () => void = () => {};
  #awaitingPong = false;

  constructor(
    private readonly clock: Pick<ConnectionEnvironment, "after">,
    private readonly ping: () => void,
    private readonly onDead: () => void,
  ) {}

  start(): void {
    this.#wait();
  }

  stop(): void {
    this.#cancelTimer();
  }

  /** A message arrived: the socket is alive. */
  received(): void {
    if (this.#awaitingPong) this.#wait();
  }

  /** Ping now, with the shorter timeout. */
  check(): void {
    this.#ping(WAKE_TIMEOUT_MS);
  }

  #wait(): void {
    this.#awaitingPong = false;
    this.#schedule(HEARTBEAT_MS, () => this.#ping(PONG_TIMEOUT_MS));
  }

  #ping(timeout: number): void {
    this.#awaitingPong = true;
    this.#schedule(timeout, this.onDead);
    this.ping();
  }

  #schedule(milliseconds: number, act: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.clock.after(milliseconds, act);
  }
}
