/** Runs work under a lock: one at a time among all tabs of this browser. */
export type Mutex = <T>(work: () => Promise<T>) => Promise<T>;

/** Return the lock of a name; without Web Locks (no HTTPS, storage forbidden) only of this tab. */
export function mutex(name: string): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    let begun = false;
    const begin = (): ReturnType<typeof work> => {
      begun = true;
      return work();
    };
    try {
      if (navigator.locks) return await navigator.locks.request(name, begin);
    } catch (thrown) {
      if (begun) throw thrown;
    }
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
