import type { ConnectionEnvironment, Failure, Socket } from "./environment";
import { backoffDelay, actionAfterClose } from "./backoff";
import { Heartbeat } from "./heartbeat";
import { applyAll, isControlMessage, isLogEvent, parseMessage } from "./reducer";
import type { ControlMessage, Envelope, LogEvent, Snapshot } from "./types";

/** A socket that was not greeted by then is given up. */
export const HANDSHAKE_TIMEOUT_MS = 15_000;
/** A connection that stood so long was a good one: the next pauses are short again. */
export const STABLE_MS = 10_000;
/** In a burst the screen is painted no more often than this. */
export const RENDER_INTERVAL_MS = 80;
/** So many tries without any answer, and the server is called out of reach. */
const SILENT_TRIES = 2;

export type FinalState = "sign_in" | "not_allowed" | "care_ended";
export type State = "connecting" | "live" | "reconnecting" | "offline" | FinalState;

export interface Listener {
  /** What is held has changed: by these events (newest last), or, with none, by being taken anew. */
  changed(snapshot: Snapshot, events: readonly LogEvent[]): void;
  state(state: State): void;
}

/**
 * Follows one diagnosis: a snapshot, then every event behind it, once and in order, over however
 * many connections. It comes back by itself until `close`, or until an `FinalState`.
 */
export class Connection {
  #held: Snapshot | null = null;
  #whole = false;
  #waiting: Envelope[] = [];
  #painting = false;
  #paintedAt = -RENDER_INTERVAL_MS;
  #socket: Socket | null = null;
  #heart: Heartbeat;
  #state: State = "connecting";
  #trying = false;
  #tries = 0;
  #silent = 0;
  #refused = false;
  #greetedAt: number | null = null;
  #acknowledged = 0;
  #cancel: () => void = () => {};
  #closedForGood = false;
  /** Grows with each try; what an older try brings is of no interest. */
  #turn = 0;

  constructor(
    private readonly lang: "fa" | "en",
    private readonly world: ConnectionEnvironment,
    private readonly listener: Listener,
  ) {
    this.#heart = new Heartbeat(
      world,
      () => this.#ask(),
      () => this.#lost(),
    );
  }

  /** Begin; also after an `FinalState`, when the reader has signed in again. */
  start(): void {
    this.#enter("connecting");
    this.#try();
  }

  /** The page is seen again, or the network is back: is the socket still alive? */
  wake(): void {
    if (this.#ended()) return;
    if (this.#greetedAt !== null) this.#heart.check();
    else if (!this.#busy()) this.#try();
  }

  /** The network is gone. */
  sleep(): void {
    if (this.#ended()) return;
    this.#leave();
    this.#enter("offline");
    this.#comeBack(null);
  }

  /** Take the snapshot anew at the reader's wish. */
  async refresh(): Promise<void> {
    this.#take(await this.world.snapshot());
    this.wake();
  }

  /** Leave for good. */
  close(): void {
    this.#closedForGood = true;
    this.#leave();
  }

  #busy(): boolean {
    return this.#trying || this.#socket !== null;
  }

  #ended(): boolean {
    return this.#closedForGood || ["sign_in", "not_allowed", "care_ended"].includes(this.#state);
  }

  #enter(state: State): void {
    if (state === this.#state) return;
    this.#state = state;
    this.listener.state(state);
  }

  /**
   * The snapshot and the ticket are asked for at once: one round trip, not two. Whichever comes
   * first is put to use: the reader sees the snapshot without waiting for what is live.
   */
  async #try(): Promise<void> {
    this.#leave();
    this.#trying = true;
    const turn = this.#turn;
    const fresh = this.#whole ? null : this.world.snapshot();
    const taken = fresh?.then((snapshot) => (turn === this.#turn ? this.#take(snapshot) : null));
    try {
      const [ticket] = await Promise.all([this.world.ticket(), taken]);
      if (turn !== this.#turn) return;
      this.#open(ticket);
    } catch (failure) {
      if (turn !== this.#turn) return;
      this.#failed(failure as Failure);
      if (fresh && !this.#whole) this.#takeLate(fresh);
    }
  }

  /** Without a ticket there is nothing live; yet the snapshot is better than nothing. */
  #takeLate(fresh: Promise<Snapshot>): void {
    const turn = this.#turn;
    fresh.then(
      (snapshot) => (turn === this.#turn ? this.#take(snapshot) : undefined),
      () => undefined,
    );
  }

  #open(ticket: string): void {
    this.#trying = false;
    const socket = this.world.socket();
    this.#socket = socket;
    const mine = (act: () => void) => (this.#socket === socket ? act() : undefined);
    this.#cancel = this.world.after(HANDSHAKE_TIMEOUT_MS, () => mine(() => this.#lost()));
    socket.onopen = () => mine(() => this.#introduce(ticket));
    socket.onmessage = (event) => mine(() => this.#hear(event.data));
    socket.onclose = (event) => mine(() => this.#closed(event.code, event.reason));
  }

  #introduce(ticket: string): void {
    const after = this.#held?.event_id ?? null;
    this.#send({ type: "auth", ticket, after, lang: this.lang });
  }

  #hear(text: unknown): void {
    this.#heart.heard();
    const message = parseMessage(text);
    if (!message) return;
    if (isControlMessage(message)) this.#aside(message);
    else {
      this.#waiting.push(message);
      this.#paintSoon();
    }
  }

  #aside(message: ControlMessage): void {
    if (message.type === "connect") this.#greeted(message.data.recovered);
    else if (message.type === "resync") void this.#anew();
  }

  #greeted(recovered: boolean | null): void {
    this.#cancel();
    this.#greetedAt = this.world.now();
    this.#refused = false;
    this.#silent = 0;
    this.#heart.start();
    if (recovered === false) void this.#anew();
    else this.#enter("live");
  }

  /** What was missed can't be told. Events that come meanwhile wait, and those too old are dropped. */
  async #anew(): Promise<void> {
    this.#whole = false;
    const turn = this.#turn;
    try {
      const snapshot = await this.world.snapshot();
      if (turn === this.#turn) this.#take(snapshot);
    } catch (failure) {
      if (turn === this.#turn) this.#failed(failure as Failure);
    }
  }

  #take(snapshot: Snapshot): void {
    if (this.#closedForGood) return;
    if (this.#held && this.#whole && snapshot.event_id < this.#held.event_id) return;
    this.#held = snapshot;
    this.#whole = true;
    this.listener.changed(snapshot, []);
    if (this.#greetedAt !== null) this.#enter("live");
    if (this.#waiting.length) this.#paintSoon();
  }

  #paintSoon(): void {
    if (this.#painting) return;
    this.#painting = true;
    const wait = this.#paintedAt + RENDER_INTERVAL_MS - this.world.now();
    if (wait > 0) this.world.after(wait, () => this.world.frame(() => this.#paint()));
    else this.world.frame(() => this.#paint());
  }

  #paint(): void {
    this.#painting = false;
    const before = this.#held;
    if (!this.#whole || !before || this.#closedForGood) return;
    this.#paintedAt = this.world.now();
    const news = this.#waiting.splice(0).filter((one) => one.event_id > before.event_id);
    try {
      this.#held = applyAll(before, news);
    } catch {
      // A message of another shape than described: what it meant stands in a fresh snapshot.
      void this.#anew();
      return;
    }
    const events = news.filter(isLogEvent);
    if (events.length) this.listener.changed(this.#held, events);
  }

  #ask(): void {
    this.#send({ type: "ping" });
    const position = this.#held?.event_id ?? 0;
    if (position <= this.#acknowledged) return;
    this.#acknowledged = position;
    this.#send({ type: "ack", event_id: position });
  }

  #send(message: object): void {
    try {
      this.#socket?.send(JSON.stringify(message));
    } catch {
      this.#lost();
    }
  }

  #closed(code: number, reason: string): void {
    const step = actionAfterClose(code, reason);
    if (step === "snapshot") this.#whole = false;
    if (step === "not_allowed" || step === "care_ended") this.#end(step);
    else if (step === "renew") this.#renew();
    else this.#lost();
  }

  /** The ticket of the next try renews the session; where that is refused again, it has ended. */
  #renew(): void {
    const again = this.#refused;
    this.#refused = true;
    if (again) this.#end("sign_in");
    else void this.#try();
  }

  #failed({ status, retryAfter }: Failure): void {
    if (status === 401) this.#end("sign_in");
    else if (status === 403 || status === 404) this.#end("not_allowed");
    else {
      this.#leave();
      this.#silent = status === 0 ? this.#silent + 1 : 0;
      this.#comeBack(retryAfter ?? null);
    }
  }

  #lost(): void {
    const stood = this.#greetedAt === null ? 0 : this.world.now() - this.#greetedAt;
    if (stood >= STABLE_MS) this.#tries = 0;
    this.#leave();
    this.#comeBack(null);
  }

  #comeBack(seconds: number | null): void {
    const away = !this.world.online() || this.#silent >= SILENT_TRIES;
    this.#enter(away ? "offline" : "reconnecting");
    const wait = Math.max(backoffDelay(this.#tries++, this.world.random()), (seconds ?? 0) * 1_000);
    this.#cancel();
    this.#cancel = this.world.after(wait, () => void this.#try());
  }

  #end(end: FinalState): void {
    this.#leave();
    this.#enter(end);
  }

  #leave(): void {
    this.#turn++;
    this.#trying = false;
    this.#cancel();
    this.#heart.stop();
    this.#greetedAt = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
