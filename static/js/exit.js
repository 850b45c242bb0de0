// Leaving the site. The link works without this; with it, nothing of ours stays on the screen or behind the Back button.
// The mark in window.name lives in this tab only and is never stored. Browsers hide it from other sites and give it back
// when the tab returns here by Back: then the page that is reached replaces itself before it is seen.
(function (page, tab) {
  var MARK = "left";
  var presses = 0;
  var timer;

  function leave() {
    page.documentElement.hidden = true;
    page.title = "";
    tab.name = MARK;
    tab.location.replace(page.documentElement.getAttribute("data-exit"));
  }

  function isReturn() {
    var entry = tab.performance && performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
    return !entry || entry.type === "back_forward";
  }

  function look(event) {
    if (tab.name !== MARK) return;
    if (event.persisted || isReturn()) leave();
    else tab.name = ""; // the reader came back on purpose, by the address
  }

  look({});
  tab.addEventListener("pageshow", look);

  page.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("[data-leave]");
    if (!link) return;
    event.preventDefault();
    leave();
  });

  page.addEventListener("keydown", function (event) {
    if (event.repeat) return;
    presses = event.key === "Shift" ? presses + 1 : 0;
    clearTimeout(timer);
    timer = setTimeout(function () { presses = 0; }, 2000);
    if (presses === 3) leave();
  });
})(document, window);
