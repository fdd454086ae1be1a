const DELAY_MS = 180;

/** Return a typed text once typing pauses (debounce); a text that was cleared at once. */
export function debounced(read: () => string): { readonly value: string } {
  let value = $state(read());
  $effect(() => {
    const next = read();
    const timer = setTimeout(() => (value = next), next ? DELAY_MS : 0);
    return () => clearTimeout(timer);
  });
  return {
    get value() {
      return value;
    },
  };
}
