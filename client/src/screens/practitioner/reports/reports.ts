import type { ResponseBody } from "../../../api/response-body";

export type PracticeReport = ResponseBody<"PracticeReport">;
export type Answer = "go_on" | "stop" | "call_me" | "come_in";
export const ANSWERS: readonly Answer[] = ["go_on", "stop", "call_me", "come_in"];
