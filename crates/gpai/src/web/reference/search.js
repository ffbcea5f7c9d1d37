// The search of the documentation: every word has to stand in the id, the title or the summary. The list of pages is a script of its
// own, which is loaded when somebody first looks for something; so the pages work from a disk, too.
"use strict";

const MOST = 40;
const field = document.getElementById("find");
const hits = document.getElementById("hits");
const count = document.getElementById("count");
let pages = null;
let asked = false;

/** What the script of the list calls. */
function found(rows) {
  pages = rows.map(([kind, id, file, title, summary]) => ({
    kind, id, file, title, summary, all: `${id} ${title} ${summary}`.toLowerCase(),
  }));
  show();
}
globalThis.found = found;

function load() {
  if (asked) return;
  asked = true;
  const script = document.createElement("script");
  script.src = document.body.dataset.search;
  document.head.append(script);
}

/** How well a page fits: the id first, then the title. */
function weight(page, words) {
  const id = page.id.toLowerCase();
  const whole = words.join(" ");
  if (id === whole) return 0;
  if (words.every((w) => id.includes(w))) return id.startsWith(words[0]) ? 1 : 2;
  return words.every((w) => page.title.toLowerCase().includes(w)) ? 3 : 4;
}

function show() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  hits.replaceChildren();
  count.textContent = "";
  if (!pages || words.length === 0) return;
  const fit = pages.filter((page) => words.every((w) => page.all.includes(w)));
  fit.sort((a, b) => weight(a, words) - weight(b, words));
  count.textContent = fit.length === 0 ? count.dataset.none : String(fit.length);
  for (const page of fit.slice(0, MOST)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = document.body.dataset.root + page.file;
    link.textContent = page.title.startsWith(page.id) ? page.title : `${page.id} · ${page.title}`;
    const about = document.createElement("span");
    about.textContent = page.summary && page.summary !== page.title ? `${page.kind} · ${page.summary}` : page.kind;
    item.append(link, about);
    hits.append(item);
  }
}

field.disabled = false;
field.addEventListener("focus", load);
field.addEventListener("input", () => { load(); show(); });
