import { screen, type Route } from "./routing";

const PATIENT = ["patient"] as const;
const CARE = ["patient", "practitioner"] as const;
const PRACTITIONER = ["practitioner"] as const;
const ADMIN = ["admin"] as const;

/** Every address of the client. Each screen is loaded when it is first opened. */
export const routes: readonly Route[] = [
  screen("/", "frame.home", "all", () => import("./screens/account/welcome/Home.svelte")),
  screen(
    "/sign-in",
    "frame.sign_in",
    "all",
    () => import("./screens/account/sign-in/SignIn.svelte"),
  ),
  screen(
    "/sign-up",
    "frame.sign_up",
    "all",
    () => import("./screens/account/sign-in/SignUp.svelte"),
  ),
  screen(
    "/forgot-password",
    "frame.forgot_password",
    "all",
    () => import("./screens/account/sign-in/ForgotPassword.svelte"),
  ),
  screen(
    "/reset-password",
    "frame.reset_password",
    "all",
    () => import("./screens/account/sign-in/ResetPassword.svelte"),
  ),
  screen(
    "/verify-email",
    "frame.verify_email",
    "all",
    () => import("./screens/account/sign-in/VerifyEmail.svelte"),
  ),
  screen(
    "/confirm-registration",
    "frame.confirm_registration",
    "all",
    () => import("./screens/account/sign-in/ConfirmRegistration.svelte"),
  ),
  screen(
    "/provider-sign-in",
    "frame.provider_sign_in",
    "all",
    () => import("./screens/account/sign-in/ProviderSignIn.svelte"),
  ),
  screen("/privacy", "frame.privacy", "all", () => import("./screens/privacy/Privacy.svelte")),
  screen(
    "/settings",
    "frame.settings",
    "all",
    () => import("./screens/account/settings/Settings.svelte"),
  ),

  screen("/today", "frame.today", PATIENT, () => import("./screens/patient/diary/Today.svelte")),
  screen(
    "/diagnoses",
    "frame.diagnoses",
    PATIENT,
    () => import("./screens/patient/plan/Diagnoses.svelte"),
  ),
  screen(
    "/diagnoses/new",
    "frame.new_diagnosis",
    PATIENT,
    () => import("./screens/patient/plan/NewDiagnosis.svelte"),
  ),
  screen(
    "/diagnoses/:id",
    "frame.diagnosis",
    CARE,
    () => import("./screens/patient/plan/Dashboard.svelte"),
    ["/api/diagnoses/:id/live", "/api/diagnoses/:id", "/api/analytics/diagnosis/:id/effectiveness"],
  ),
  screen(
    "/diagnoses/:id/report/:recommendationId?",
    "frame.report",
    PATIENT,
    () => import("./screens/patient/reports/Report.svelte"),
  ),
  screen(
    "/diagnoses/:id/curve",
    "frame.curve",
    CARE,
    () => import("./screens/patient/diary/curve/Curve.svelte"),
  ),
  screen(
    "/diagnoses/:id/print",
    "frame.print",
    CARE,
    () => import("./screens/patient/plan/PrintPlan.svelte"),
  ),
  screen(
    "/history",
    "frame.history",
    PATIENT,
    () => import("./screens/patient/reports/History.svelte"),
  ),
  screen("/mizaj", "frame.mizaj", PATIENT, () => import("./screens/patient/mizaj/Mizaj.svelte")),
  screen("/care", "frame.care", CARE, () => import("./screens/patient/care/Care.svelte")),

  screen(
    "/patients",
    "frame.patients",
    PRACTITIONER,
    () => import("./screens/practitioner/Patients.svelte"),
  ),
  screen(
    "/patients/:id",
    "frame.patient",
    PRACTITIONER,
    () => import("./screens/practitioner/Patient.svelte"),
  ),
  screen(
    "/patients/:id/diagnose",
    "frame.diagnose",
    PRACTITIONER,
    () => import("./screens/practitioner/Diagnose.svelte"),
  ),
  screen(
    "/plans",
    "frame.plans",
    PRACTITIONER,
    () => import("./screens/practitioner/Plans.svelte"),
  ),

  screen(
    "/reports",
    "frame.reports",
    PRACTITIONER,
    () => import("./screens/practitioner/Reports.svelte"),
  ),
  screen(
    "/safety",
    "frame.safety",
    PRACTITIONER,
    () => import("./screens/practitioner/Safety.svelte"),
  ),
  screen(
    "/remedies",
    "frame.remedies",
    ["practitioner", "admin"],
    () => import("./screens/review/WrittenRemedies.svelte"),
  ),
  screen(
    "/words",
    "frame.words",
    ["practitioner", "admin"],
    () => import("./screens/vocabulary/UnreadWords.svelte"),
  ),

  screen("/herbs", "frame.herbs", "all", () => import("./screens/evidence/Herbs.svelte")),
  screen("/herbs/:id", "frame.herb", "all", () => import("./screens/evidence/Herb.svelte")),
  screen(
    "/conditions",
    "frame.conditions",
    "all",
    () => import("./screens/evidence/Conditions.svelte"),
  ),
  screen(
    "/conditions/:id",
    "frame.condition",
    "all",
    () => import("./screens/evidence/Condition.svelte"),
  ),
  screen(
    "/recommendations/:id",
    "frame.remedy",
    "all",
    () => import("./screens/evidence/Remedy.svelte"),
  ),
  screen("/evidence", "frame.evidence", "all", () => import("./screens/evidence/Evidence.svelte")),

  screen("/admin/users", "frame.users", ADMIN, () => import("./screens/admin/Users.svelte")),
  screen("/admin/models", "frame.models", ADMIN, () => import("./screens/admin/Models.svelte")),
  screen(
    "/admin/connections",
    "frame.connections",
    ADMIN,
    () => import("./screens/admin/Connections.svelte"),
  ),
];
