import { api, ask } from "../../../api/client";
import type { ResponseBody } from "../../../api/response-body";
import { lang } from "../../../i18n/index.svelte";
import { Connection } from "../../../live/connection";
import {
  browserEnvironment,
  openSocket,
  type ConnectionEnvironment,
} from "../../../live/environment";
import type { components } from "../../../live/messages";
import type { Envelope } from "../../../live/types";
import { setWaiting } from "../../../waiting.svelte";

export type SafetyAlert = ResponseBody<"SafetyAlertView">;
export type PracticeView = ResponseBody<"PracticeView">;
type Wire = components["schemas"];
type PracticeEvent =
  | Wire["message_safety_alert"]
  | Wire["message_safety_alert_closed"]
  | Wire["message_report_update"];
const TYPES = new Set<string>([
  "safety_alert",
  "safety_alert_closed",
  "report_update",
] satisfies PracticeEvent["type"][]);
type Practicing = Connection<PracticeView, PracticeEvent>;

let view = $state.raw<PracticeView | null>(null);
let news = $state(0);
let connection: Practicing | null = null;

/** What waits in the practice of who is signed in; one connection of this tab keeps it true. */
export const practice = {
  get alerts(): readonly SafetyAlert[] {
    return view?.alerts ?? [];
  },

  /** Counts what may have changed the reports of patients. */
  get news(): number {
    return news;
  },

  /** Load it now; throws a `Problem`. */
  async load(): Promise<void> {
    if (connection) await connection.refresh();
    else show(await snapshot());
  },

  /** Follow it over every lost connection; returns what ends that. */
  follow(): () => void {
    const mine = new Connection<PracticeView, PracticeEvent>(lang.current, environment, {
      changed: (now) => {
        show(now);
        news += 1;
      },
      state: () => undefined,
    });
    connection = mine;
    mine.start();
    const wake = () => mine.wake();
    const sleep = () => mine.sleep();
    const visible = () => document.visibilityState === "visible" && wake();
    addEventListener("online", wake);
    addEventListener("offline", sleep);
    document.addEventListener("visibilitychange", visible);
    return () => {
      removeEventListener("online", wake);
      removeEventListener("offline", sleep);
      document.removeEventListener("visibilitychange", visible);
      mine.close();
      connection = null;
      show(null);
    };
  },
};

function show(now: PracticeView | null): void {
  view = now;
  setWaiting(now?.alerts.length ?? 0);
}

async function snapshot(): Promise<PracticeView> {
  return ask(api.GET("/api/practice/live"));
}

/** Of a new alert only a new snapshot tells all. */
export function applyToPractice(
  before: PracticeView,
  messages: readonly Envelope[],
): PracticeView | null {
  const events = messages.filter(isPracticeEvent);
  if (events.some((one) => one.type === "safety_alert")) return null;
  const closed = new Set(
    events.flatMap((one) => (one.type === "safety_alert_closed" ? one.data.alert_ids : [])),
  );
  return {
    event_id: messages.at(-1)?.event_id ?? before.event_id,
    alerts: before.alerts.filter((one) => !closed.has(one.id)),
  };
}

function isPracticeEvent(message: Envelope): message is PracticeEvent {
  return TYPES.has(message.type);
}

const environment: ConnectionEnvironment<PracticeView, PracticeEvent> = {
  ...browserEnvironment,
  socket: () => openSocket("practice"),
  ticket: async () => (await ask(api.POST("/ws/practice/ticket"))).ticket,
  snapshot,
  apply: applyToPractice,
  isEvent: isPracticeEvent,
};
