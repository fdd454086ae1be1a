import { registerSW } from "virtual:pwa-register";
import { t } from "../i18n/index.svelte";
import { toast } from "../ui/feedback/toasts.svelte";

const LATER_MS = 4000;
const HOURLY_MS = 3_600_000;

/** The browser's event before an installation prompt. */
interface InstallPrompt extends Event {
  prompt: () => Promise<unknown>;
}

let offered = $state.raw<InstallPrompt | null>(null);

/** Installation on the home screen. */
export const install = {
  get possible(): boolean {
    return offered !== null;
  },
  async now(): Promise<void> {
    await offered?.prompt();
    offered = null;
  },
};

/** Register the service worker after the first screen, and announce new versions. */
export function startServiceWorker(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offered = event as InstallPrompt;
  });
  setTimeout(register, LATER_MS);
}

function register(): void {
  const update = registerSW({
    onNeedRefresh: () =>
      toast(t("frame.update_there"), {
        action: { label: t("frame.update_now"), run: () => void update(true) },
      }),
    onRegisteredSW: (_, registration) => {
      if (registration) setInterval(() => void registration.update().catch(() => {}), HOURLY_MS);
    },
  });
}
