// Runs before a page's own script: keeps its sockets, when their messages came, and how long the
// page was ever busy.
(() => {
  const probe = { sockets: [], arrivals: [], longest: 0 };
  Object.defineProperty(window, "probe", { value: probe });
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      probe.sockets.push(this);
      this.addEventListener("message", ({ data }) => {
        probe.arrivals.push({ at: performance.now(), message: JSON.parse(data) });
      });
    }
  };
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      probe.longest = Math.max(probe.longest, duration);
    }
  });
  observer.observe({ type: "longtask", buffered: true });
})();
