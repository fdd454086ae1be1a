import type { ConnectionEnvironment, Failure, Socket } from "./environment";
import { backoffDelay, actionAfterClose } from "./backoff";
import { Heartbeat } from "./heartbeat";
import { isControlMessage, parseMessage } from "./reducer";
import type { ControlMessage, Envelope, LogEvent, Snapshot } from "./types";

/** A handshake that takes longer is aborted. */
export const HANDSHAKE_TIMEOUT_MS = 15_000;
/** A connection that lasted this long was stable: the backoff starts over. */
export const STABLE_MS = 10_000;
/** The shortest time between two renderings during a burst of events. */
export const RENDER_INTERVAL_MS = 80;
/** After this many attempts without an answer the server counts as unreachable. */
const MAX_UNANSWERED = 2;

export type FinalState = "sign_in" | "not_allowed" | "care_ended";
export type State = "connecting" | "live" | "reconnecting" | "offline" | FinalState;

export interface Listener<S, E> {
  /** The snapshot changed by these events (newest last); without events it was loaded again. */
  changed(snapshot: S, events: readonly E[]): void;
  state(state: State): void;
}

/**
 * Follows one diagnosis, or one's practice: a snapshot, then every later event exactly once and in order, over any
 * number of connections. It reconnects by itself until `close` or a `FinalState`.
 */
export class Connection<S extends { event_id: number } = Snapshot, E extends Envelope = LogEvent> {
  #snapshot: S | null = null;
  #current = false;
  #pending: Envelope[] = [];
  #rendering = false;
  #renderedAt = -RENDER_INTERVAL_MS;
  #socket: Socket | null = null;
  #heartbeat: Heartbeat;
  #state: State = "connecting";
  #connecting = false;
  #attempts = 0;
  #unanswered = 0;
  #rejected = false;
  #connectedAt: number | null = null;
  #acknowledged = 0;
  #cancelTimer: () => void = () => {};
  #disposed = false;
  /** Counts the attempts; answers to an older attempt are ignored. */
  #generation = 0;

  constructor(
    private readonly lang: "fa" | "en",
    private readonly environment: ConnectionEnvironment<S, E>,
    private readonly listener: Listener<S, E>,
  ) {
    this.#heartbeat = new Heartbeat(
      environment,
      () => this.#ping(),
      () => this.#connectionLost(),
    );
  }

  /** Connect; also after a `FinalState`, when the reader has signed in again. */
  start(): void {
    this.#setState("connecting");
    this.#connect();
  }

  /** The page is visible again or the network is back: check that the socket is alive. */
  wake(): void {
    if (this.#isFinal()) return;
    if (this.#connectedAt !== null) this.#heartbeat.check();
    else if (!this.#busy()) this.#connect();
  }

  /** The network is gone. */
  sleep(): void {
    if (this.#isFinal()) return;
    this.#disconnect();
    this.#setState("offline");
    this.#reconnectLater(null);
  }

  /** Load the snapshot again because the reader asked for it. */
  async refresh(): Promise<void> {
    this.#applySnapshot(await this.environment.snapshot());
    this.wake();
  }

  /** Close the connection for good. */
  close(): void {
    this.#disposed = true;
    this.#disconnect();
  }

  #busy(): boolean {
    return this.#connecting || this.#socket !== null;
  }

  #isFinal(): boolean {
    return this.#disposed || ["sign_in", "not_allowed", "care_ended"].includes(this.#state);
  }

  #setState(state: State): void {
    if (state === this.#state) return;
    this.#state = state;
    this.listener.state(state);
  }

  /**
   * The snapshot and the ticket are requested in parallel: one round trip instead of two. The
   * snapshot is shown as soon as it arrives, before the socket is open.
   */
  async #connect(): Promise<void> {
    this.#disconnect();
    this.#connecting = true;
    const turn = this.#generation;
    const fresh = this.#current ? null : this.environment.snapshot();
    const taken = fresh?.then((snapshot) =>
      turn === this.#generation ? this.#applySnapshot(snapshot) : null,
    );
    try {
      const [ticket] = await Promise.all([this.environment.ticket(), taken]);
      if (turn !== this.#generation) return;
      this.#openSocket(ticket);
    } catch (failure) {
      if (turn !== this.#generation) return;
      this.#requestFailed(failure as Failure);
      if (fresh && !this.#current) this.#applyLateSnapshot(fresh);
    }
  }

  /** Without a ticket there are no events, but a snapshot that still arrives is shown. */
  #applyLateSnapshot(fresh: Promise<S>): void {
    const turn = this.#generation;
    fresh.then(
      (snapshot) => (turn === this.#generation ? this.#applySnapshot(snapshot) : undefined),
      () => undefined,
    );
  }

  #openSocket(ticket: string): void {
    this.#connecting = false;
    const socket = this.environment.socket();
    this.#socket = socket;
    const mine = (act: () => void) => (this.#socket === socket ? act() : undefined);
    this.#cancelTimer = this.environment.after(HANDSHAKE_TIMEOUT_MS, () =>
      mine(() => this.#connectionLost()),
    );
    socket.onopen = () => mine(() => this.#authenticate(ticket));
    socket.onmessage = (event) => mine(() => this.#receive(event.data));
    socket.onclose = (event) => mine(() => this.#socketClosed(event.code, event.reason));
  }

  #authenticate(ticket: string): void {
    const after = this.#snapshot?.event_id ?? null;
    this.#send({ type: "auth", ticket, after, lang: this.lang });
  }

  #receive(text: unknown): void {
    this.#heartbeat.received();
    const message = parseMessage(text);
    if (!message) return;
    if (isControlMessage(message)) this.#handleControl(message);
    else {
      this.#pending.push(message);
      this.#scheduleRender();
    }
  }

  #handleControl(message: ControlMessage): void {
    if (message.type === "connect") this.#connected(message.data.recovered);
    else if (message.type === "resync") void this.#resync();
  }

  #connected(recovered: boolean | null): void {
    this.#cancelTimer();
    this.#connectedAt = this.environment.now();
    this.#rejected = false;
    this.#unanswered = 0;
    this.#heartbeat.start();
    if (recovered === false) void this.#resync();
    else this.#setState("live");
  }

  /** The server cannot replay what was missed. Events that arrive meanwhile are queued. */
  async #resync(): Promise<void> {
    this.#current = false;
    const turn = this.#generation;
    try {
      const snapshot = await this.environment.snapshot();
      if (turn === this.#generation) this.#applySnapshot(snapshot);
    } catch (failure) {
      if (turn === this.#generation) this.#requestFailed(failure as Failure);
    }
  }

  #applySnapshot(snapshot: S): void {
    if (this.#disposed) return;
    if (this.#snapshot && this.#current && snapshot.event_id < this.#snapshot.event_id) return;
    this.#snapshot = snapshot;
    this.#current = true;
    this.listener.changed(snapshot, []);
    if (this.#connectedAt !== null) this.#setState("live");
    if (this.#pending.length) this.#scheduleRender();
  }

  #scheduleRender(): void {
    if (this.#rendering) return;
    this.#rendering = true;
    const wait = this.#renderedAt + RENDER_INTERVAL_MS - this.environment.now();
    if (wait > 0) this.environment.after(wait, () => this.environment.frame(() => this.#render()));
    else this.environment.frame(() => this.#render());
  }

  #render(): void {
    this.#rendering = false;
    const before = this.#snapshot;
    if (!this.#current || !before || this.#disposed) return;
    this.#renderedAt = this.environment.now();
    const news = this.#pending.splice(0).filter((one) => one.event_id > before.event_id);
    const after = this.#apply(before, news);
    if (!after) {
      void this.#resync();
      return;
    }
    this.#snapshot = after;
    const events = news.filter((one) => this.environment.isEvent(one));
    if (events.length) this.listener.changed(after, events);
  }

  #apply(before: S, news: readonly Envelope[]): S | null {
    try {
      return this.environment.apply(before, news);
    } catch {
      return null; // A message of an unknown shape: a new snapshot has its effect.
    }
  }

  #ping(): void {
    this.#send({ type: "ping" });
    const position = this.#snapshot?.event_id ?? 0;
    if (position <= this.#acknowledged) return;
    this.#acknowledged = position;
    this.#send({ type: "ack", event_id: position });
  }

  #send(message: object): void {
    try {
      this.#socket?.send(JSON.stringify(message));
    } catch {
      this.#connectionLost();
    }
  }

  #socketClosed(code: number, reason: string): void {
    const step = actionAfterClose(code, reason);
    if (step === "snapshot") this.#current = false;
    if (step === "not_allowed" || step === "care_ended") this.#finish(step);
    else if (step === "renew") this.#refreshSession();
    else this.#connectionLost();
  }

  /** The next attempt refreshes the session; if it is rejected again, the session has ended. */
  #refreshSession(): void {
    const again = this.#rejected;
    this.#rejected = true;
    if (again) this.#finish("sign_in");
    else void this.#connect();
  }

  #requestFailed({ status, retryAfter }: Failure): void {
    if (status === 401) this.#finish("sign_in");
    else if (status === 403 || status === 404) this.#finish("not_allowed");
    else {
      this.#disconnect();
      this.#unanswered = status === 0 ? this.#unanswered + 1 : 0;
      this.#reconnectLater(retryAfter ?? null);
    }
  }

  #connectionLost(): void {
    const stood = this.#connectedAt === null ? 0 : this.environment.now() - this.#connectedAt;
    if (stood >= STABLE_MS) this.#attempts = 0;
    this.#disconnect();
    this.#reconnectLater(null);
  }

  #reconnectLater(seconds: number | null): void {
    const away = !this.environment.online() || this.#unanswered >= MAX_UNANSWERED;
    this.#setState(away ? "offline" : "reconnecting");
    const wait = Math.max(
      backoffDelay(this.#attempts++, this.environment.random()),
      (seconds ?? 0) * 1_000,
    );
    this.#cancelTimer();
    this.#cancelTimer = this.environment.after(wait, () => void this.#connect());
  }

  #finish(end: FinalState): void {
    this.#disconnect();
    this.#setState(end);
  }

  #disconnect(): void {
    this.#generation++;
    this.#connecting = false;
    this.#cancelTimer();
    this.#heartbeat.stop();
    this.#connectedAt = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
