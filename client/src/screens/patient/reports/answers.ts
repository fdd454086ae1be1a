import type { Report } from "../../../offline/outbox-entry";

interface Scale {
  /** The field of a report. */
  readonly name: keyof Report;
  /**
   * The key of its words: `patient.KEY` asks, `patient.entry_KEY` says the answer; `patient.KEY_ends`
   * or `patient.KEY_1` and so on, where they are, explain the values.
   */
  readonly words: string;
  readonly low: number;
  readonly high: number;
  readonly required: boolean;
  /** The colour of its line, where it is drawn over time with `patient.line_KEY`. */
  readonly tone?: "accent" | "saffron";
}

/** The answers of a report that are whole numbers, in the order in which they are asked. */
export const SCALES = [
  { name: "rating", words: "rating", low: 1, high: 5, required: true, tone: "saffron" },
  {
    name: "symptom_improvement",
    words: "improvement",
    low: 1,
    high: 5,
    required: true,
    tone: "accent",
  },
  { name: "compliance_score", words: "compliance", low: 1, high: 5, required: false },
] as const satisfies readonly Scale[];

export type ScaleName = (typeof SCALES)[number]["name"];

/** What was answered on each scale; null or nothing where it was left out. */
export type Scores = { readonly [name in ScaleName]?: number | null };

/** Return the values of a scale, least first. */
export function valuesOf({ low, high }: Pick<Scale, "low" | "high">): number[] {
  return Array.from({ length: high - low + 1 }, (_, place) => low + place);
}
