import type { ConnectionEnvironment } from "./environment";

export const HEARTBEAT_MS = 25_000;
export const PONG_TIMEOUT_MS = 10_000;
/** A phone that wakes up wants to know sooner. */
export const WAKE_TIMEOUT_MS = 3_000;

/**
 * Watches over an open socket: asks at each beat, and calls it dead where nothing at all came
 * in time. Stop it before the socket is left.
 */
export class Heartbeat {
  #cancel: () => void = () => {};
  #asked = false;

  constructor(
    private readonly clock: Pick<ConnectionEnvironment, "after">,
    private readonly ask: () => void,
    private readonly dead: () => void,
  ) {}

  start(): void {
    this.#rest();
  }

  stop(): void {
    this.#cancel();
  }

  /** Something came: it lives. */
  heard(): void {
    if (this.#asked) this.#rest();
  }

  /** Ask now, and don't wait as long as usual. */
  check(): void {
    this.#question(WAKE_TIMEOUT_MS);
  }

  #rest(): void {
    this.#asked = false;
    this.#next(HEARTBEAT_MS, () => this.#question(PONG_TIMEOUT_MS));
  }

  #question(patience: number): void {
    this.#asked = true;
    this.#next(patience, this.dead);
    this.ask();
  }

  #next(milliseconds: number, act: () => void): void {
    this.#cancel();
    this.#cancel = this.clock.after(milliseconds, act);
  }
}
