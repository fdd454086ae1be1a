import { api, askPage } from "../../../api/client";
import type { ResponseBody } from "../../../api/response-body";
import { lang } from "../../../i18n/index.svelte";
import { polled, type Polled } from "../plans/polling.svelte";

export type SafetyHold = ResponseBody<"SafetyHoldView">;
let reviews = $state(0);

/** What severe reports took out of plans: polled, and loaded again after each review. */
export function polledHolds(): Polled<SafetyHold> {
  return polled(
    async () => {
      void [lang.current, reviews];
      return (await askPage(api.GET("/api/practice/safety-holds"))).data;
    },
    (one) => one.report?.id ?? one.recommendation_id,
    (one) => one.held_at,
  );
}

/** Tell every list of holds that one was reviewed. */
export function noteReview(): void {
  reviews += 1;
}
