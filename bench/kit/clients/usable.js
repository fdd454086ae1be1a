// `usable` becomes the ms from the navigation's start until a ranked remedy is shown and a button
// that is pressed then has done its work.
window.usable = (async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const dark = () => document.documentElement.dataset.theme;
  while (!document.querySelector("main article")) await frame();
  const before = dark();
  document.querySelector("header button[aria-label]").click();
  do await frame();
  while (dark() === before);
  return performance.now();
})();
