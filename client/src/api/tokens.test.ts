import { expect, test } from "vitest";
import { Tokens } from "./tokens";

const token = (access_token: string): Response =>
  Response.json({ data: { access_token, token_type: "bearer", expires_in: 900 } });

test("tabs take turns, so that the rotating cookie is never used twice", async () => {
  let inside = 0;
  let most = 0;
  const network: typeof fetch = async () => {
    most = Math.max(most, ++inside);
    await Promise.resolve();
    inside -= 1;
    return token("t");
  };
  let last: Promise<unknown> = Promise.resolve();
  const turns = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn;
    return turn;
  };
  const tabs = [new Tokens(network, turns), new Tokens(network, turns), new Tokens(network, turns)];
  await Promise.all(tabs.map((tab) => tab.renew(null)));
  expect(most).toBe(1);
});

test("who asks in place of a token that is gone already gets the new one without asking", async () => {
  let asked = 0;
  const tokens = new Tokens(
    async () => token(`t${++asked}`),
    (work) => work(),
  );
  await tokens.renew(null);
  await tokens.renew(null);
  expect([asked, tokens.current]).toEqual([1, "t1"]);
});
