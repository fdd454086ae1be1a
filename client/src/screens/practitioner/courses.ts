import { api, askPage } from "../../api/client";
import type { ResponseBody } from "../../api/response-body";
import { day, number } from "../../i18n/format";
import { t } from "../../i18n/index.svelte";

export type PatientCourses = ResponseBody<"PatientCourses">;
export type DiagnosisCourse = ResponseBody<"CourseView">;
export type Course = PatientCourses["course"];

/** Load a page of one's patients with their courses, the worsening ones first. */
export function fetchPatients(q: string, limit: number, cursor?: string) {
  const query = { limit, ...(q && { q }), ...(cursor && { cursor }) };
  return askPage(api.GET("/api/practice/patients", { params: { query } }));
}

/** Return the last improvement and the one before in words; or that there is no report. */
export function improvementText(one: DiagnosisCourse): string {
  if (one.improvement === null) return t("practitioner.no_report");
  const now = number(one.improvement, 1);
  if (one.improvement_before === null) return t("practitioner.improvement_now", { now });
  const before = number(one.improvement_before, 1);
  return t("practitioner.improvement_from", { now, before });
}

/** Return the day of the last report and the number of reports in words; empty where none. */
export function lastReportText(one: DiagnosisCourse): string {
  if (one.last_at === null) return "";
  const last = t("practitioner.last_report", { day: day(one.last_at) });
  return `${last} · ${t("practitioner.reports", { n: one.reports })}`;
}
