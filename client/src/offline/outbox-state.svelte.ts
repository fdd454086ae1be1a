import { Problem, toProblem } from "../api/problem";
import { api, ask, tokens } from "../api/client";
import { session } from "../api/session.svelte";
import { mutex } from "../mutex";
import { now } from "../clock.svelte";
import { isOfDiary } from "./outbox-entry";
import type { DiaryEntry, OutboxEntry, ReportEntry, Stored } from "./outbox-entry";
import { personalStore, onNotDurable } from "./personal-store";
import { Outbox, type OutboxEnvironment, type SendError } from "./outbox";

let durable = $state(true);
let entries = $state.raw<readonly ReportEntry[]>([]);
let diary = $state.raw<readonly DiaryEntry[]>([]);
const channel = new BroadcastChannel("tajriba-outbox");

onNotDurable(() => (durable = false));

/** The state of the outbox that screens show. */
export const outboxState = {
  /** False where stored reports are lost when the page closes. */
  get durable(): boolean {
    return durable;
  },
  /** Unsent reports, oldest first, rejected ones included. */
  get entries(): readonly ReportEntry[] {
    return entries;
  },
  /** Unsent entries of diaries, oldest first, rejected ones included. */
  get diary(): readonly DiaryEntry[] {
    return diary;
  },
};

const environment: OutboxEnvironment = {
  send,
  serverNow,
  person: () => session.person?.user_id ?? null,
  deviceNow: () => Date.now(),
  random: () => Math.random(),
  newKey,
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
  alone: mutex("tajriba-outbox"),
  changed() {
    void reloadOutbox();
    channel.postMessage("changed");
  },
};

/** The outbox of this person's reports. */
export const outbox = new Outbox(personalStore, environment);

/** Read the entries again. */
export async function reloadOutbox(): Promise<void> {
  const all = session.person ? await outbox.entries() : [];
  entries = all.filter((one) => !isOfDiary(one));
  diary = all.filter(isOfDiary);
}

channel.addEventListener("message", () => void reloadOutbox());

async function send(entry: OutboxEntry): Promise<Stored | null> {
  try {
    return await request(entry);
  } catch (thrown) {
    throw toSendError(toProblem(thrown));
  }
}

async function request(entry: OutboxEntry): Promise<Stored | null> {
  switch (entry.kind) {
    case "submit": {
      const header = { "Idempotency-Key": entry.key };
      return ask(api.POST("/api/feedback/submit", { params: { header }, body: entry.body }));
    }
    case "revise": {
      const path = { feedback_id: entry.feedbackId };
      return ask(
        api.PUT("/api/feedback/update/{feedback_id}", { params: { path }, body: entry.body }),
      );
    }
    case "diary_day": {
      const path = { diagnosis_id: entry.diagnosisId };
      await ask(
        api.PUT("/api/diagnoses/{diagnosis_id}/diary", { params: { path }, body: entry.body }),
      );
      return null;
    }
    case "intake": {
      const path = { diagnosis_id: entry.diagnosisId };
      await ask(
        api.PUT("/api/diagnoses/{diagnosis_id}/diary/intakes", {
          params: { path },
          body: entry.body,
        }),
      );
      return null;
    }
    case "withdraw": {
      const path = { feedback_id: entry.feedbackId };
      await ask(api.DELETE("/api/feedback/{feedback_id}", { params: { path } }));
      return null;
    }
  }
}

/** Any answer has the server's time, and a token came with one. */
async function serverNow(): Promise<number> {
  if (tokens.current === null) {
    await ask(api.GET("/api/auth/me")).catch((thrown: unknown) => {
      throw toSendError(toProblem(thrown));
    });
  }
  return now();
}

function toSendError(problem: Problem): SendError {
  const { status, code, title, detail, retryAfter } = problem;
  const fields = problem.fields.map(({ where, message }) => ({ where, message }));
  return { status, code, title, detail, retryAfter, fields };
}

function newKey(): string {
  // crypto.randomUUID is missing where there is no HTTPS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
