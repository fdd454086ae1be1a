const THRESHOLD_PX = 72;

/** Pull to refresh: calls `refresh` when the top of the page is pulled down far enough. */
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
        `${from === null ? 0 : Math.min(THRESHOLD_PX, Math.max(0, at - from)) / 3}px`,
      );
      host.classList.toggle("far", from !== null && at - from >= THRESHOLD_PX);
    };
    const ended = () => {
      const far = host.classList.contains("far");
      host.classList.remove("far");
      host.style.removeProperty("--pulled");
      from = null;
      if (far) refresh();
    };
    // The browser's own pull to refresh would reload the page.
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
