import { type Problem, toProblem } from "./problem";

/** Something that a person sets off: whether it runs, and why it failed the last time. */
export interface Action {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Do the work and wait for it; what it throws becomes the problem. */
  run: (work: () => Promise<unknown>) => Promise<void>;
}

export function action(): Action {
  let busy = $state(false);
  let problem = $state.raw<Problem | null>(null);

  return {
    get busy() {
      return busy;
    },
    get problem() {
      return problem;
    },
    async run(work) {
      [busy, problem] = [true, null];
      try {
        await work();
      } catch (thrown) {
        problem = toProblem(thrown);
      }
      busy = false;
    },
  };
}
