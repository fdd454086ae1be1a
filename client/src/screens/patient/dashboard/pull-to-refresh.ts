const FAR = 72;

/** Calls `refresh` where the reader pulls the top of the page down far enough. */
export function pullToRefresh(refresh: () => void): (host: HTMLElement) => () => void {
  return (host) => {
    let from: number | null = null;
    const root = document.documentElement;
    const began = (event: TouchEvent) => {
      from =
        scrollY <= 0 && event.touches.length === 1 ? (event.touches[0]?.clientY ?? null) : null;
    };
    const moved = (event: TouchEvent) => {
      const at = event.touches[0]?.clientY ?? 0;
      host.style.setProperty(
        "--pulled",
        `${from === null ? 0 : Math.min(FAR, Math.max(0, at - from)) / 3}px`,
      );
      host.classList.toggle("far", from !== null && at - from >= FAR);
    };
    const ended = () => {
      const far = host.classList.contains("far");
      host.classList.remove("far");
      host.style.removeProperty("--pulled");
      from = null;
      if (far) refresh();
    };
    // The browser's own pull would load the whole page again.
    root.classList.add("pullable");
    host.addEventListener("touchstart", began, { passive: true });
    host.addEventListener("touchmove", moved, { passive: true });
    host.addEventListener("touchend", ended);
    host.addEventListener("touchcancel", ended);
    return () => {
      root.classList.remove("pullable");
      host.removeEventListener("touchstart", began);
      host.removeEventListener("touchmove", moved);
      host.removeEventListener("touchend", ended);
      host.removeEventListener("touchcancel", ended);
    };
  };
}
