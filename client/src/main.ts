import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/facts.css";
import { mount } from "svelte";
import { restore } from "./api/session.svelte";
import App from "./App.svelte";
import { arrival, remembered } from "./bootstrap";
import { startWorker } from "./frame/service-worker.svelte";
import { startLanguage } from "./i18n/index.svelte";
import { start } from "./offline/setup";
import { startRouter } from "./router.svelte";
import { startTheme } from "./theme.svelte";

const words = startLanguage();
start();
void restore(arrival, remembered);
startTheme();
startRouter();
await words;

const host = document.getElementById("app");
host?.replaceChildren();
mount(App, { target: host ?? document.body });
startWorker();
