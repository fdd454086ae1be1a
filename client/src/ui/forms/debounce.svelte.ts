const PAUSE_MS = 220;

/** Follow what is typed once it rests for a moment, so that not each letter asks the server. */
export function debounced(read: () => string): { readonly value: string } {
  let value = $state(read());
  $effect(() => {
    const next = read();
    const timer = setTimeout(() => (value = next), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return {
    get value() {
      return value;
    },
  };
}
