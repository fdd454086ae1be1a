interface Asked {
  /** Number of reports that would be lost. */
  count: number;
  answer: (go: boolean) => void;
}

let unsent: () => Promise<number> = async () => 0;
let asked = $state.raw<Asked | null>(null);

/** The open question before a person's data is deleted from this device. */
export const dataLoss = {
  get asked(): Asked | null {
    return asked;
  },
};

/** Set the function that counts unsent reports and drafts. */
export function setUnsentCounter(count: typeof unsent): void {
  unsent = count;
}

/** Whether the person's data may be deleted: yes where nothing would be lost, else ask. */
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
