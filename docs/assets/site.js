// A table that is wider than the page can be scrolled with the keyboard too. The theme wraps tables once the page is there.
addEventListener("load", () => {
  const within = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) {
        target.tabIndex = 0;
        target.setAttribute("role", "region");
        target.setAttribute("aria-label", "A wide table; scroll sideways");
      } else {
        target.removeAttribute("tabindex");
      }
    }
  });
  for (const wrapped of document.querySelectorAll(".md-typeset__scrollwrap")) within.observe(wrapped);
});
