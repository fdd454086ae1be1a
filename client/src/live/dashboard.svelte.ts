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
import type { LogEvent, RankingEntry, Snapshot, UrgentSign } from "./types";

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

const HIGHLIGHT_MS = 2_600;
const CACHE_DELAY_MS = 1_500;
const FIGURES_DELAY_MS = 1_000;

/** What changed since this person's last visit. */
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
  /** When the shown data was last current; null while it is live. */
  asOf = $state<number | null>(null);
  counters = $state.raw<Counters>(NO_EVENTS);
  since = $state.raw<ChangesSinceVisit | null>(null);
  /** Remedies that changed a moment ago. */
  marked = $state.raw<ReadonlySet<number>>(new Set());
  /** Counts the new rankings: requests that depend on one are repeated. */
  rankings = $state(0);

  #connection: Connection;
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #compared = false;
  #closed = false;

  /** The signs of danger that are known last. */
  get urgent(): readonly UrgentSign[] {
    return this.snapshot?.urgent ?? this.diagnosis?.urgent ?? [];
  }

  /** Whether no remedy may be taken now. */
  get paused(): boolean {
    return this.snapshot?.withheld ?? this.diagnosis?.withheld ?? false;
  }

  constructor(
    readonly id: number,
    /** Called with changes to announce to screen readers. */
    private readonly tell: (events: readonly LogEvent[], moves: Move[]) => void,
  ) {
    this.#connection = new Connection(lang.current, environmentFor(id), {
      changed: (snapshot, events) => this.#snapshotChanged(snapshot, events),
      state: (state) => this.#stateChanged(state),
    });
  }

  /** Connect; returns the function that disconnects. */
  open(): () => void {
    void this.#restoreCached();
    void this.#load();
    this.#connection.start();
    const wake = () => this.#connection.wake();
    const sleep = () => this.#connection.sleep();
    const visibilityChanged = () =>
      document.visibilityState === "visible" ? wake() : this.#saveVisit();
    addEventListener("online", wake);
    addEventListener("offline", sleep);
    addEventListener("pageshow", wake);
    addEventListener("pagehide", this.#saveVisit);
    document.addEventListener("visibilitychange", visibilityChanged);
    return () => {
      removeEventListener("online", wake);
      removeEventListener("offline", sleep);
      removeEventListener("pageshow", wake);
      removeEventListener("pagehide", this.#saveVisit);
      document.removeEventListener("visibilitychange", visibilityChanged);
      this.#close();
    };
  }

  /** Connect again after a sign-in. */
  again(): void {
    this.#connection.start();
    void this.#load();
  }

  /** Load everything again; throws a `Problem`. */
  async refresh(): Promise<void> {
    try {
      await Promise.all([this.#connection.refresh(), this.#load()]);
    } catch (thrown) {
      throw toProblem(thrown);
    }
  }

  #close(): void {
    this.#saveVisit();
    this.#closed = true;
    this.#connection.close();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async #load(): Promise<void> {
    const figures = this.#loadFigures();
    try {
      this.diagnosis = (await diagnosisOf(this.id)).value;
      this.problem = null;
    } catch (thrown) {
      this.problem = toProblem(thrown);
    }
    await figures;
    this.#scheduleCache();
  }

  /** Failing is harmless: the figures are loaded again with the next change. */
  async #loadFigures(): Promise<void> {
    const path = { diagnosis_id: this.id };
    const route = "/api/analytics/diagnosis/{diagnosis_id}/effectiveness";
    const figures = await ask(api.GET(route, { params: { path } })).catch(() => null);
    if (figures) this.figures = figures;
  }

  async #restoreCached(): Promise<void> {
    const [kept, visit] = await Promise.all([
      readCache<Kept>(`live/${this.id}`),
      personalStore.get<Visit>(`visit/${this.id}`),
    ]);
    this.#visit = visit;
    if (!kept || this.#closed) return;
    this.diagnosis ??= kept.value.diagnosis;
    this.figures ??= kept.value.figures;
    if (this.snapshot) return this.#compareWithVisit(this.snapshot);
    this.snapshot = kept.value.snapshot;
    this.asOf = kept.at;
  }

  #visit: Visit | null = null;

  #snapshotChanged(snapshot: Snapshot, events: readonly LogEvent[]): void {
    const moves = this.snapshot ? rankingMoves(this.snapshot.ranking, snapshot.ranking) : [];
    const before = this.asOf === null && this.snapshot !== null;
    this.snapshot = snapshot;
    this.asOf = this.state === "live" || this.state === "connecting" ? null : Date.now();
    this.counters = updateCounters(this.counters, events);
    if (moves.length) this.rankings += 1;
    if (events.length) this.#highlight(events);
    if (before && (events.length || moves.length)) this.tell(events, moves);
    if (events.some(isOwn))
      this.#debounce("figures", FIGURES_DELAY_MS, () => void this.#loadFigures());
    if (events.some(isPlan)) void this.#load();
    this.#compareWithVisit(snapshot);
    this.#scheduleCache();
  }

  #stateChanged(state: State): void {
    if (this.state === "live" && state !== "live") this.asOf = Date.now();
    this.state = state;
    if (state === "live") this.asOf = null;
    if (state === "live" && this.problem) void this.#load();
    if (state === "not_allowed" || state === "care_ended") this.#deleteCached();
  }

  /** This person may no longer see the diagnosis: remove its data from the device. */
  #deleteCached(): void {
    [this.snapshot, this.diagnosis, this.figures, this.since] = [null, null, null, null];
    for (const kept of ["live", "diagnosis", "overview"]) void deleteCached(`${kept}/${this.id}`);
    void personalStore.remove(`visit/${this.id}`);
  }

  #highlight(events: readonly LogEvent[]): void {
    this.marked = new Set(events.flatMap(affectedRemedies));
    this.#debounce("mark", HIGHLIGHT_MS, () => (this.marked = new Set()));
  }

  /** Compare once, with the first current snapshot. */
  #compareWithVisit(snapshot: Snapshot): void {
    const visit = this.#visit;
    if (!visit || this.#compared || this.asOf !== null) return;
    this.#compared = true;
    const fresh = snapshot.recent_events.filter((one) => one.event_id > visit.event_id);
    const reports = fresh.filter((one) => one.type === "feedback_update").length;
    const moves = rankingMoves(visit.ranking, snapshot.ranking);
    if (moves.length || reports) this.since = { at: visit.at, moves, reports };
  }

  #scheduleCache(): void {
    this.#debounce("keep", CACHE_DELAY_MS, () => this.#writeCache());
  }

  #writeCache(): void {
    if (this.#closed || !this.snapshot || !this.diagnosis) return;
    const kept: Kept = {
      snapshot: this.snapshot,
      diagnosis: this.diagnosis,
      figures: this.figures,
    };
    void writeCache(`live/${this.id}`, kept);
  }

  #saveVisit = (): void => {
    if (!this.snapshot || this.asOf !== null) return;
    const { event_id, ranking } = this.snapshot;
    void personalStore.put(`visit/${this.id}`, {
      at: Date.now(),
      event_id,
      ranking,
    } satisfies Visit);
  };

  /** Run once after a delay, however often it is called within the delay. */
  #debounce(name: string, milliseconds: number, act: () => void): void {
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

/** Whether the diagnosis itself shows other things since an event. */
function isPlan(event: LogEvent): boolean {
  if (event.type === "diagnosis_update") return true;
  return event.type === "recommendation_update" && event.data.changed_fields.includes("plan");
}
