// Runs before the first paint, so that a dark screen never flashes white and the page says its language.
(function () {
  try {
    var theme = localStorage.getItem("fovea.theme");
    var dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    var language = localStorage.getItem("fovea.language");
    if (language) document.documentElement.lang = language;
  } catch (_) {
    document.documentElement.dataset.theme = "light";
  }
})();
