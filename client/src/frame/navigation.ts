import type { Role } from "../api/session.svelte";
import type { IconName } from "../ui/icons/paths";

interface NavigationItem {
  href: string;
  title: string;
  icon: IconName;
}

const to = (href: string, title: string, icon: IconName): NavigationItem => ({
  href,
  title: `frame.${title}`,
  icon,
});
const EVIDENCE = to("/evidence", "evidence", "chart");
const HERBS = to("/herbs", "herbs", "leaf");
const CONDITIONS = to("/conditions", "conditions", "book");

/** The main screens of each role: at most five, which fit a phone's navigation bar. */
export const NAVIGATION: Record<Role | "nobody", readonly NavigationItem[]> = {
  nobody: [to("/", "home", "home"), EVIDENCE, HERBS, CONDITIONS],
  patient: [
    to("/today", "today", "check"),
    to("/diagnoses", "diagnoses", "pulse"),
    to("/history", "history", "history"),
    to("/mizaj", "mizaj", "mizaj"),
    to("/care", "care", "care"),
  ],
  practitioner: [
    to("/patients", "patients", "people"),
    to("/plans", "plans", "plan"),
    to("/care", "care_given", "care"),
    to("/words", "words", "book"),
    EVIDENCE,
  ],
  researcher: [EVIDENCE, HERBS, CONDITIONS],
  admin: [
    to("/admin/users", "users", "people"),
    to("/admin/models", "models", "brain"),
    to("/admin/connections", "connections", "plug"),
    to("/words", "words", "book"),
    EVIDENCE,
  ],
};

/** The first screen of each role. */
export const HOME: Record<Role, string> = {
  patient: "/diagnoses",
  practitioner: "/patients",
  researcher: "/evidence",
  admin: "/admin/users",
};
