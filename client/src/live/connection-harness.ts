import type { ConnectionEnvironment, Failure, Socket } from "./environment";
import { Connection, type State } from "./connection";
import { applyAll, isLogEvent } from "./reducer";
import type { LogEvent, Snapshot } from "./types";

/** A socket whose other end the test holds. */
export class FakeSocket implements Socket {
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  sent: Record<string, unknown>[] = [];
  left = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.left = true;
  }
  opens(): void {
    this.onopen?.(new Event("open"));
  }
  says(type: string, event_id: number, data: object = {}): void {
    const message = { type, diagnosis_id: 1, event_id, timestamp: "2026-11-22T10:30:00Z", data };
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  }
  greets(recovered: boolean | null, last_event_id = 0): void {
    this.opens();
    this.says("connect", last_event_id, { user_id: 1, last_event_id, recovered });
  }
  closes(code: number, reason = ""): void {
    this.onclose?.({ code, reason } as CloseEvent);
  }
}

/** The world around one connection: a clock that the test moves, and a server that it plays. */
export class ConnectionHarness {
  time = 0;
  timers: { at: number; act: () => void }[] = [];
  frames: (() => void)[] = [];
  wires: FakeSocket[] = [];
  states: State[] = [];
  changes: { snapshot: Snapshot; events: readonly LogEvent[] }[] = [];
  isOnline = true;
  draw = 0.5;
  tickets = 0;
  snapshots = 0;
  refusal: Failure | null = null;
  ticketRefusal: Failure | null = null;
  /** What a ticket waits for. */
  ticketAfter: Promise<void> = Promise.resolve();
  now: Snapshot = {
    event_id: 10,
    evidence: [],
    ranking: [],
    urgent: [],
    withheld: false,
    recent_events: [],
  };
  connection: Connection;

  constructor() {
    this.connection = new Connection("fa", this.world, {
      changed: (snapshot, events) => this.changes.push({ snapshot, events }),
      state: (state) => this.states.push(state),
    });
  }

  private world: ConnectionEnvironment = {
    socket: () => {
      const wire = new FakeSocket();
      this.wires.push(wire);
      return wire;
    },
    ticket: async () => {
      await this.ticketAfter;
      const refusal = this.ticketRefusal ?? this.refusal;
      if (refusal) throw refusal;
      return `ticket-${++this.tickets}`;
    },
    snapshot: async () => {
      this.snapshots++;
      if (this.refusal) throw this.refusal;
      return this.now;
    },
    apply: applyAll,
    isEvent: isLogEvent,
    now: () => this.time,
    random: () => this.draw,
    online: () => this.isOnline,
    after: (milliseconds, act) => {
      const timer = { at: this.time + milliseconds, act };
      this.timers.push(timer);
      return () => (this.timers = this.timers.filter((one) => one !== timer));
    },
    frame: (act) => void this.frames.push(act),
  };

  get wire(): FakeSocket {
    return this.wires.at(-1)!;
  }
  get state(): State | undefined {
    return this.states.at(-1);
  }
  get held(): Snapshot {
    return this.changes.at(-1)!.snapshot;
  }

  /** Let what is promised come. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }

  /** Let time pass, with all that is due in it. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      const due = this.timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.time = due.at;
      this.timers = this.timers.filter((one) => one !== due);
      due.act();
      await this.settle();
    }
    this.time = end;
  }

  paint(): void {
    for (const act of this.frames.splice(0)) act();
  }

  /** Start and be greeted. */
  async live(): Promise<void> {
    this.connection.start();
    await this.settle();
    this.wire.greets(true, this.now.event_id);
  }
}
