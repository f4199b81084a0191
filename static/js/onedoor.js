/* Loads the small helpers a page has use for. Every page works without any of them. */

const PARTS = {
  "[data-exit]": "./exit.js",
  "[data-prefer=look]": "./look.js",
  "[data-error-summary]": "./errors.js",
  "[data-counter]": "./counters.js",
  "[data-files]": "./files.js",
  "[data-copy]": "./copy.js",
  "[data-print]": "./print.js",
  "[data-keys]": "./docket.js",
  "[data-compose]": "./compose.js",
  "[data-keep]": "./keep.js",
};

document.documentElement.classList.add("js");
for (const [selector, part] of Object.entries(PARTS)) {
  if (document.querySelector(selector)) import(part);
}
