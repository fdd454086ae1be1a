// Runs before a page's own script: keeps its sockets, when their messages came, and how long the
// page was ever busy.
(() => {
  const probe = { sockets: [], arrivals: [], longest: 0, deliver, look, seen: null };
  Object.defineProperty(window, "probe", { value: probe });
  // Each message is a task of its own, as those of the network are.
  async function deliver(messages) {
    const { port1, port2 } = new MessageChannel();
    const socket = probe.sockets.at(-1);
    let left = messages.length;
    await new Promise((done) => {
      port1.onmessage = ({ data }) => {
        socket.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(data) }));
        if (--left === 0) done();
      };
      for (const one of messages) port2.postMessage(one);
    });
  }

  // `seen` becomes the time at which these words of a list had been painted.
  function look(words) {
    const there = (item) => item.textContent.includes(words);
    const frame = () => new Promise(requestAnimationFrame);
    probe.seen = (async () => {
      while (![...document.querySelectorAll("main li")].some(there)) await frame();
      return frame();
    })();
  }

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
