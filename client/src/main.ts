import "./styles/tokens.css";
import "./styles/base.css";
import { mount } from "svelte";
import { restore } from "./api/session.svelte";
import App from "./App.svelte";
import { startWorker } from "./frame/worker.svelte";
import { startLanguage } from "./i18n/index.svelte";
import { match, startRouter } from "./router.svelte";
import { routes } from "./routes";
import { startTheme } from "./theme.svelte";

// All that the first screen waits for is asked for at once: words, session, code.
const words = startLanguage();
const offline = import("./offline/start").then(({ start }) => start());
void restore(offline);
void match(routes, location.pathname)
  ?.route.load()
  .catch(() => undefined); // The screen says so.
startTheme();
startRouter();
await words;

const host = document.getElementById("app");
host?.replaceChildren();
mount(App, { target: host ?? document.body });
startWorker();
