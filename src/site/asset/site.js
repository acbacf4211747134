// What mdBook's script leaves out: a button for the contents that a keyboard reaches, arrow keys that stay in the text,
// and the search box. It stands behind mdBook's contents and before its own script, in one file with them.
"use strict";

// No code of this book is coloured; mdBook's script asks for a highlighter all the same.
window.hljs = { configure() {}, highlightBlock() {} };

// What mdBook's script asks of a library that copies.
window.ClipboardJS = class {
  #heard = {};

  constructor(selector, { text }) {
    document.addEventListener("click", async ({ target }) => {
      const trigger = target.closest(selector);
      if (!trigger) return;
      // A prompt sign is no part of the command.
      const copied = text(trigger).replace(/^[$%] /gm, "");
      const how = await navigator.clipboard.writeText(copied).then(() => "success", () => "error");
      this.#heard[how]?.({ trigger, clearSelection() {} });
    });
  }

  on(how, hear) {
    this.#heard[how] = hear;
  }
};

// The contents were not there yet when the page's own script did this.
for (const link of document.querySelectorAll("#mdbook-sidebar a")) link.tabIndex = sidebar === "visible" ? 0 : -1;

// The arrow keys turn pages in mdBook, even for someone who reads a block of code with them.
window.addEventListener("keydown", (event) => {
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") event.stopPropagation();
}, true);

document.addEventListener("DOMContentLoaded", () => {
  // mdBook has added the page's headings by now: its listener came first.
  document.querySelector("#mdbook-sidebar .sidebar-scrollbox").classList.add("ready");
  // After mdBook's own listener on the button, which makes the contents visible first.
  document.addEventListener("click", (event) => {
    if (event.target.closest("#mdbook-sidebar-toggle")) {
      document.getElementById("mdbook-sidebar-toggle-anchor").click();
    }
  });
  const input = document.getElementById("find");
  if (input) searchBox(input);
});

function searchBox(input) {
  const said = document.getElementById("find-said");
  const list = document.getElementById("find-results");
  let find;

  // Library and index come with the first visit to the box: a file of the site's own, so that it works from a folder.
  function load() {
    find ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = input.dataset.find;
      script.onload = () => resolve(oathbook_finder(MiniSearch, oathbook_places));
      script.onerror = () => reject(new Error(`${script.src} cannot be loaded`));
      document.head.append(script);
    });
    return find;
  }

  async function show() {
    const text = input.value;
    const places = text.trim() ? (await load())(text) : [];
    // Another key was pressed meanwhile.
    if (text !== input.value) return;
    // Whoever pasted an exact text has found it: the rest is for the case that it is not theirs.
    const shown = places[0]?.exact ? places.slice(0, 3) : places;
    list.replaceChildren(...shown.map(item));
    said.textContent = !text.trim() ? "" : places.length === 0 ? "Nothing found. Try fewer words."
      : places[0].exact ? "Found this text. Press Enter to go there." : `${places.length} places, the likeliest first.`;
  }

  function item(place) {
    const link = document.createElement("a");
    link.href = input.dataset.root + place.address;
    link.textContent = place.title;
    const page = document.createElement("span");
    page.textContent = place.title === place.page ? "" : place.page;
    const item = document.createElement("li");
    item.append(link, " ", page);
    return item;
  }

  input.addEventListener("focus", load);
  input.addEventListener("input", show);
  input.addEventListener("keydown", async (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      await show();
      list.querySelector("a")?.click();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      list.querySelector("a")?.focus();
    } else if (event.key === "Escape") {
      input.value = "";
      show();
    }
  });
  list.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const to = { ArrowDown: links[at + 1], ArrowUp: links[at - 1] ?? input, Escape: input }[event.key];
    if (to) {
      event.preventDefault();
      to.focus();
    }
  });
  // The box empties itself when the entry is on this very page.
  list.addEventListener("click", () => {
    input.value = "";
    show();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(input|select|textarea)$/i.test(event.target.nodeName);
    if (event.key !== "/" || typing || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
    input.scrollIntoView({ block: "center" });
  });
  // What was typed before this script ran, or kept by the browser.
  if (input.value) show();
}
