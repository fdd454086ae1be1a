interface Asked {
  /** How many reports would be lost. */
  count: number;
  answer: (go: boolean) => void;
}

let unsent: () => Promise<number> = async () => 0;
let asked = $state.raw<Asked | null>(null);

/** What a person is asked before this device forgets them. */
export const dataLoss = {
  get asked(): Asked | null {
    return asked;
  },
};

/** Say how many reports would be lost with what this device keeps. */
export function setUnsentCounter(count: typeof unsent): void {
  unsent = count;
}

/** Whether this device may forget a person: at once where nothing is lost by it, else as they say. */
export async function confirmDataLoss(): Promise<boolean> {
  const count = await unsent();
  if (count === 0) return true;
  return new Promise((done) => {
    const answer = (go: boolean): void => {
      asked = null;
      done(go);
    };
    asked = { count, answer };
  });
}
