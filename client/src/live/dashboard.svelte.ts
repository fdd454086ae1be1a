import { toProblem, type Problem } from "../api/problem";
import { api, ask } from "../api/client";
import type { ResponseBody } from "../api/response-body";
import { lang } from "../i18n/lang.svelte";
import { diagnosisOf, type Diagnosis } from "../offline/cached-queries.svelte";
import { deleteCached, writeCache, readCache } from "../offline/cache";
import { personalStore } from "../offline/personal-store";
import {
  updateCounters,
  rankingMoves,
  NO_EVENTS,
  affectedRemedies,
  type Counters,
  type Move,
} from "./ranking-changes";
import { Connection, type State } from "./connection";
import { environmentFor } from "./browser-environment";
import type { LogEvent, RankingEntry, Snapshot } from "./types";

export type Figures = ResponseBody<"DiagnosisEffectiveness">;

interface Kept {
  snapshot: Snapshot;
  diagnosis: Diagnosis;
  figures: Figures | null;
}
interface Visit {
  at: number;
  event_id: number;
  ranking: RankingEntry[];
}

const MARKED_MS = 2_600;
const KEEP_MS = 1_500;
const FIGURES_MS = 1_000;

/** What changed since this person was last here. */
export interface ChangesSinceVisit {
  at: number;
  moves: Move[];
  reports: number;
}

/** All that the live screen of one diagnosis shows. */
export class Dashboard {
  state = $state<State>("connecting");
  snapshot = $state.raw<Snapshot | null>(null);
  diagnosis = $state.raw<Diagnosis | null>(null);
  figures = $state.raw<Figures | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** When what is shown was last known to be so; null while it is live. */
  asOf = $state<number | null>(null);
  counters = $state.raw<Counters>(NO_EVENTS);
  since = $state.raw<ChangesSinceVisit | null>(null);
  /** Remedies that were touched a moment ago. */
  marked = $state.raw<ReadonlySet<number>>(new Set());
  /** Grows with each ranking that came: what rests on one is asked for again. */
  rankings = $state(0);

  #connection: Connection;
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #compared = false;
  #closed = false;

  constructor(
    readonly id: number,
    /** Called with what is worth saying to those who listen. */
    private readonly tell: (events: readonly LogEvent[], moves: Move[]) => void,
  ) {
    this.#connection = new Connection(lang.current, environmentFor(id), {
      changed: (snapshot, events) => this.#changed(snapshot, events),
      state: (state) => this.#stated(state),
    });
  }

  /** Begin; returns what ends it. */
  open(): () => void {
    void this.#recall();
    void this.#ask();
    this.#connection.start();
    const wake = () => this.#connection.wake();
    const sleep = () => this.#connection.sleep();
    const seen = () => (document.visibilityState === "visible" ? wake() : this.#leave());
    addEventListener("online", wake);
    addEventListener("offline", sleep);
    addEventListener("pageshow", wake);
    addEventListener("pagehide", this.#leave);
    document.addEventListener("visibilitychange", seen);
    return () => {
      removeEventListener("online", wake);
      removeEventListener("offline", sleep);
      removeEventListener("pageshow", wake);
      removeEventListener("pagehide", this.#leave);
      document.removeEventListener("visibilitychange", seen);
      this.#close();
    };
  }

  /** After signing in again. */
  again(): void {
    this.#connection.start();
    void this.#ask();
  }

  /** Take everything anew; throws a `Problem`. */
  async refresh(): Promise<void> {
    try {
      await Promise.all([this.#connection.refresh(), this.#ask()]);
    } catch (thrown) {
      throw toProblem(thrown);
    }
  }

  #close(): void {
    this.#leave();
    this.#closed = true;
    this.#connection.close();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async #ask(): Promise<void> {
    const figures = this.#askFigures();
    try {
      this.diagnosis = (await diagnosisOf(this.id)).value;
      this.problem = null;
    } catch (thrown) {
      this.problem = toProblem(thrown);
    }
    await figures;
    this.#keepSoon();
  }

  /** Without them the screen is still true: they come with the next change. */
  async #askFigures(): Promise<void> {
    const path = { diagnosis_id: this.id };
    const route = "/api/analytics/diagnosis/{diagnosis_id}/effectiveness";
    const figures = await ask(api.GET(route, { params: { path } })).catch(() => null);
    if (figures) this.figures = figures;
  }

  async #recall(): Promise<void> {
    const [kept, visit] = await Promise.all([
      readCache<Kept>(`live/${this.id}`),
      personalStore.get<Visit>(`visit/${this.id}`),
    ]);
    this.#visit = visit;
    if (!kept || this.#closed) return;
    this.diagnosis ??= kept.value.diagnosis;
    this.figures ??= kept.value.figures;
    if (this.snapshot) return this.#compare(this.snapshot);
    this.snapshot = kept.value.snapshot;
    this.asOf = kept.at;
  }

  #visit: Visit | null = null;

  #changed(snapshot: Snapshot, events: readonly LogEvent[]): void {
    const moves = this.snapshot ? rankingMoves(this.snapshot.ranking, snapshot.ranking) : [];
    const before = this.asOf === null && this.snapshot !== null;
    this.snapshot = snapshot;
    this.asOf = this.state === "live" || this.state === "connecting" ? null : Date.now();
    this.counters = updateCounters(this.counters, events);
    if (moves.length) this.rankings += 1;
    if (events.length) this.#mark(events);
    if (before && (events.length || moves.length)) this.tell(events, moves);
    if (events.some(isOwn)) this.#later("figures", FIGURES_MS, () => void this.#askFigures());
    if (events.some(isPlan)) void this.#ask();
    this.#compare(snapshot);
    this.#keepSoon();
  }

  #stated(state: State): void {
    if (this.state === "live" && state !== "live") this.asOf = Date.now();
    this.state = state;
    if (state === "live") this.asOf = null;
    if (state === "live" && this.problem) void this.#ask();
    if (state === "not_allowed" || state === "care_ended") this.#forget();
  }

  /** It is no longer this person's to see: nothing of it stays on the device. */
  #forget(): void {
    [this.snapshot, this.diagnosis, this.figures, this.since] = [null, null, null, null];
    for (const kept of ["live", "diagnosis", "overview"]) void deleteCached(`${kept}/${this.id}`);
    void personalStore.remove(`visit/${this.id}`);
  }

  #mark(events: readonly LogEvent[]): void {
    this.marked = new Set(events.flatMap(affectedRemedies));
    this.#later("mark", MARKED_MS, () => (this.marked = new Set()));
  }

  /** Once, with the first that is known to be of now. */
  #compare(snapshot: Snapshot): void {
    const visit = this.#visit;
    if (!visit || this.#compared || this.asOf !== null) return;
    this.#compared = true;
    const fresh = snapshot.recent_events.filter((one) => one.event_id > visit.event_id);
    const reports = fresh.filter((one) => one.type === "feedback_update").length;
    const moves = rankingMoves(visit.ranking, snapshot.ranking);
    if (moves.length || reports) this.since = { at: visit.at, moves, reports };
  }

  #keepSoon(): void {
    this.#later("keep", KEEP_MS, () => this.#keep());
  }

  #keep(): void {
    if (this.#closed || !this.snapshot || !this.diagnosis) return;
    const kept: Kept = {
      snapshot: this.snapshot,
      diagnosis: this.diagnosis,
      figures: this.figures,
    };
    void writeCache(`live/${this.id}`, kept);
  }

  #leave = (): void => {
    if (!this.snapshot || this.asOf !== null) return;
    const { event_id, ranking } = this.snapshot;
    void personalStore.put(`visit/${this.id}`, {
      at: Date.now(),
      event_id,
      ranking,
    } satisfies Visit);
  };

  /** Once, however often it is asked for in that time. */
  #later(name: string, milliseconds: number, act: () => void): void {
    if (name === "mark") clearTimeout(this.#timers.get(name));
    else if (this.#timers.has(name)) return;
    const run = () => {
      this.#timers.delete(name);
      act();
    };
    this.#timers.set(name, setTimeout(run, milliseconds));
  }
}

function isOwn(event: LogEvent): boolean {
  return event.type === "feedback_update" || event.type === "effectiveness_update";
}

function isPlan(event: LogEvent): boolean {
  return event.type === "recommendation_update" && event.data.changed_fields.includes("plan");
}
