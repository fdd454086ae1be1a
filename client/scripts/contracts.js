// Holds the descriptions of the API and of the live messages to the rules that others know:
// Redocly's and Spectral's recommended ones, and AsyncAPI's own parser. Asks nobody else.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Parser } from "@asyncapi/parser";
import { createConfig, lint } from "@redocly/openapi-core";
import spectralCore from "@stoplight/spectral-core";
import parsers from "@stoplight/spectral-parsers";
import rulesets from "@stoplight/spectral-rulesets";

const ROOT = new URL("../../", import.meta.url);
const OPENAPI = fileURLToPath(new URL("src/tajriba/openapi.json", ROOT));
const ASYNCAPI = fileURLToPath(new URL("tests/architecture/asyncapi.json", ROOT));

async function redocly() {
  const config = await createConfig({ extends: ["recommended"] });
  const found = await lint({ ref: OPENAPI, config });
  return found.map((one) => `${one.ruleId}: ${one.message} ${one.location[0]?.pointer ?? ""}`);
}

async function spectral() {
  const { Document, Spectral } = spectralCore;
  const linter = new Spectral();
  linter.setRuleset({ extends: [[rulesets.oas, "recommended"]] });
  const text = await readFile(OPENAPI, "utf8");
  return (await linter.run(new Document(text, parsers.Json, OPENAPI))).map(said);
}

async function asyncapi() {
  return (await new Parser().validate(await readFile(ASYNCAPI, "utf8"))).map(said);
}

const said = (one) => `${one.code}: ${one.message} ${one.path.join("/")}`;

for (const rules of [redocly, spectral, asyncapi]) {
  for (const problem of await rules()) {
    console.error(`${rules.name}: ${problem}`);
    process.exitCode = 1;
  }
}
