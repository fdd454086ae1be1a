/** Return what was asked for; throws where it does not come within so many milliseconds. */
export async function withTimeout<T>(asked: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error("it did not come in time")), milliseconds);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
