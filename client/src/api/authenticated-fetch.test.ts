import { beforeEach, expect, test } from "vitest";
import { authenticatedFetch } from "./authenticated-fetch";
import { Problem } from "./problem";
import { Tokens } from "./tokens";

/** A server's side of the network: each request is noted and answered by its path. */
class Server {
  readonly asked: string[] = [];
  refresh: () => Response | Promise<Response> = () => this.token("second");
  valid = "first";

  readonly fetch: typeof fetch = async (input, init) => {
    const request = typeof input === "string" ? new Request(`http://x${input}`, init) : input;
    const { pathname } = new URL((request as Request).url);
    const bearer = (request as Request).headers.get("Authorization");
    this.asked.push(`${pathname} ${bearer ?? "-"}`);
    if (pathname === "/api/auth/refresh") return this.refresh();
    const body = await (request as Request).text();
    return new Response(body, { status: bearer === `Bearer ${this.valid}` ? 200 : 401 });
  };

  token(access_token: string): Response {
    this.valid = access_token;
    const data = { access_token, token_type: "bearer", expires_in: 900 };
    return Response.json({ status: "success", data });
  }
}

let server: Server;
let time: number;
let tokens: Tokens;
let ended: number;
let early: Response | null;
let call: (request: Request) => Promise<Response>;

beforeEach(() => {
  [server, time, ended, early] = [new Server(), 1000, 0, null];
  tokens = new Tokens(
    server.fetch,
    (work) => work(),
    () => time,
  );
  call = authenticatedFetch({
    fetch: server.fetch,
    tokens,
    signedIn: () => ended === 0,
    language: () => "fa",
    early: async () => early,
    ended: () => (ended += 1),
    answered: () => {},
  });
});

function signedIn(): void {
  tokens.take({ access_token: "first", expires_in: 900 });
}

const post = (): Request =>
  new Request("http://x/api/feedback/submit", { method: "POST", body: "report" });

test("a request carries the token", async () => {
  signedIn();
  expect((await call(post())).status).toBe(200);
  expect(server.asked).toEqual(["/api/feedback/submit Bearer first"]);
});

test("a 401 in the middle is followed by one renewal and the same request once more", async () => {
  signedIn();
  server.valid = "another";
  const response = await call(post());
  expect(await response.text()).toBe("report");
  expect(server.asked).toEqual([
    "/api/feedback/submit Bearer first",
    "/api/auth/refresh -",
    "/api/feedback/submit Bearer second",
  ]);
});

test("a second 401 is told, not tried for ever", async () => {
  signedIn();
  server.valid = "another";
  server.refresh = () => {
    const renewed = server.token("second");
    server.valid = "yet another";
    return renewed;
  };
  expect((await call(post())).status).toBe(401);
  expect(server.asked).toHaveLength(3);
});

test("where the session is over, that is told once and the 401 stands", async () => {
  signedIn();
  server.valid = "another";
  server.refresh = () => new Response(null, { status: 401 });
  expect((await call(post())).status).toBe(401);
  expect([ended, tokens.current]).toEqual([1, null]);
});

test("many 401s at once renew once", async () => {
  signedIn();
  server.valid = "another";
  const answers = await Promise.all([call(post()), call(post()), call(post())]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(server.asked.filter((one) => one.startsWith("/api/auth/refresh"))).toHaveLength(1);
});

test("a token about to expire is renewed before it is used", async () => {
  signedIn();
  time += 890_000;
  expect((await call(post())).status).toBe(200);
  expect(server.asked[0]).toBe("/api/auth/refresh -");
});

test("who started without the server renews with the first request that can", async () => {
  expect((await call(post())).status).toBe(200);
  expect(server.asked[0]).toBe("/api/auth/refresh -");
});

test("a server in trouble doesn't end the session", async () => {
  signedIn();
  server.valid = "another";
  server.refresh = () => new Response("<html>", { status: 502 });
  await expect(call(post())).rejects.toMatchObject({ code: "server", passing: true });
  expect([ended, tokens.current]).toEqual([0, "first"]);
});

test("nobody there doesn't end the session", async () => {
  signedIn();
  server.valid = "another";
  server.refresh = () => Promise.reject(new TypeError("Failed to fetch"));
  await expect(call(post())).rejects.toBeInstanceOf(Problem);
  expect(ended).toBe(0);
});

test("signing in carries no token and asks for none", async () => {
  signedIn();
  time += 890_000;
  await call(new Request("http://x/api/auth/login", { method: "POST" }));
  expect(server.asked).toEqual(["/api/auth/login -"]);
});

test("what was asked for early is not asked for again", async () => {
  signedIn();
  early = new Response("early");
  expect(await (await call(new Request("http://x/api/herbs"))).text()).toBe("early");
  expect(server.asked).toEqual([]);
});
