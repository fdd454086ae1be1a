import { api, askPage } from "../../api/client";
import type { Told } from "../../api/told";
import { day, number } from "../../i18n/format";
import { t } from "../../i18n/index.svelte";

export type PatientCourses = Told<"PatientCourses">;
export type DiagnosisCourse = Told<"CourseView">;
export type Course = PatientCourses["course"];

/** Ask for a page of one's patients with their courses, those who get worse first. */
export function askPatients(q: string, limit: number, cursor?: string) {
  const query = { limit, ...(q && { q }), ...(cursor && { cursor }) };
  return askPage(api.GET("/api/practice/patients", { params: { query } }));
}

/** Say what a patient reported last, what before, and when; or that nothing has come. */
export function told(one: DiagnosisCourse): string {
  if (one.improvement === null || one.last_day === null) return t("practitioner.no_report");
  const now = number(one.improvement, 1);
  const parts = [
    one.improvement_before === null
      ? t("practitioner.improvement_now", { now })
      : t("practitioner.improvement_from", { now, before: number(one.improvement_before, 1) }),
    t("practitioner.last_report", { day: day(one.last_day) }),
    t("practitioner.reports", { n: one.reports }),
  ];
  return parts.join(" · ");
}
