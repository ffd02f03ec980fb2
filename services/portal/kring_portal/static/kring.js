// Whoever has JavaScript sees changes as they arrive; whoever has none opens the page again. Nothing else hangs on this file.
(() => {
  "use strict";
  const live = document.querySelector("[hx-trigger~='changed']");
  if (live && "EventSource" in window) {
    const changes = new EventSource("/changes" + (document.body.dataset.case ? "?case=" + document.body.dataset.case : ""));
    changes.addEventListener("changed", () => window.htmx && window.htmx.trigger(document.body, "changed"));
    window.addEventListener("pagehide", () => changes.close());
  }
  for (const area of document.querySelectorAll("[data-confirm]")) {
    area.addEventListener("submit", (event) => {
      if (!window.confirm(area.dataset.confirm)) event.preventDefault();
    });
  }
  // A picture wider than a telephone begins in its middle, where the main persons stand.
  for (const picture of document.querySelectorAll(".picture-scroll")) {
    picture.scrollLeft = (picture.scrollWidth - picture.clientWidth) / 2;
  }
  const away = document.querySelector("[data-quick-exit]");
  if (away) {
    away.addEventListener("click", (event) => {
      event.preventDefault();
      if (away.dataset.quickExit && navigator.sendBeacon) navigator.sendBeacon(away.dataset.quickExit);
      window.location.replace(away.href);
    });
    let presses = 0;
    document.addEventListener("keyup", (event) => {
      presses = event.key === "Escape" ? presses + 1 : 0;
      if (presses === 2) away.click();
    });
  }
})();
