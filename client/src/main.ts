import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/facts.css";
import { mount } from "svelte";
import { restoreSession } from "./api/session.svelte";
import App from "./App.svelte";
import { restoredSession, lastPerson } from "./bootstrap";
import { startServiceWorker } from "./frame/service-worker.svelte";
import { startLanguage } from "./i18n/index.svelte";
import { setUpOffline } from "./offline/setup";
import { startRouter } from "./router.svelte";
import { followSystemTheme } from "./theme.svelte";

const words = startLanguage();
setUpOffline();
void restoreSession(restoredSession, lastPerson);
followSystemTheme();
startRouter();
await words;

const host = document.getElementById("app");
host?.replaceChildren();
mount(App, { target: host ?? document.body });
startServiceWorker();
