// Finds a place of the book by what a terminal printed. No page and no browser in here: tests/browser runs it as it is.
"use strict";

// What a terminal, a log or a client wraps around the text of an error.
const WRAPPINGS = [
  [/\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g, ""], // a title or a link, ESC ]
  [/(?:\u001b|\\u001b|\\x1b|\\e|\\033|\^\[)\[[0-9;?]*[A-Za-z]/g, ""], // a colour or a move of the cursor
  [/\[\d+(?:;\d+)*m/g, ""], // the same where the log lost its first byte
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, " "], // the time of a log's line
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, " "],
  [/["']?request_?id["']?\s*[:=]\s*["']?[\w-]+["']?/gi, " "],
  [/\breq_\w+/g, " "],
  [/["'](?:type|error|code|status|level|subtype|is_error)["']\s*:\s*(?:["'][\w.-]*["']|\w+)?/g, " "], // JSON's own words
  [/["'](?:message|result|text|msg)["']\s*:/g, " "],
  [/\\[nrt]/g, " "],
];

// `text` without them.
function unwrapped(text) {
  return WRAPPINGS.reduce((text, [wrapping, by]) => text.replace(wrapping, by), text);
}

// The words alone, which is what two texts are compared by.
function plain(text) {
  return text.toLowerCase().replace(/['’]/g, "").replace(/[^\p{L}\p{N}_]+/gu, " ").trim();
}

// Names such as ANTHROPIC_API_KEY are found whole and by their parts.
function words(text) {
  const whole = plain(text).split(" ");
  return whole.flatMap((word) => word.includes("_") ? [word, ...word.split("_")] : [word]).filter(Boolean);
}

// Makes the function that finds at most ten places for a text, the likeliest first.
function oathbook_finder(MiniSearch, places) {
  const index = new MiniSearch({
    idField: "a",
    fields: ["e", "t", "s", "w"],
    tokenize: words,
    extractField: (place, field) => [place[field] ?? ""].flat().join(" "),
    searchOptions: {
      boost: { e: 4, t: 3, s: 3 },
      // One typing error in a short word, more in a long name.
      fuzzy: (word) => word.length < 3 ? false : word.length < 12 ? 1 : 0.15,
      prefix: (word) => word.length > 2,
      // Whoever looks for help is not helped by how the book is made.
      boostDocument: (address) => /^troubleshooting/.test(address) ? 2 : /^(?:coverage|gallery|changelog)/.test(address) ? 0.5 : 1,
    },
  });
  index.addAll(places);
  const texts = places.flatMap((place) => (place.e ?? []).map((text) => [plain(unwrapped(text)), place]));

  // How well the exact texts of entries fit: the whole text, a text inside what was pasted, what was pasted inside a text.
  function exact(asked) {
    const fits = new Map();
    for (const [text, place] of texts) {
      const inside = ` ${asked} `.includes(` ${text} `) && (text.includes(" ") || asked === text);
      const fit = asked === text ? 3 : inside ? 2 + text.length / 1000
        : asked.length > 7 && text.includes(asked) ? 1 + asked.length / text.length / 2 : 0;
      if (fit > (fits.get(place) ?? 0)) fits.set(place, fit);
    }
    return [...fits].sort(([, one], [, other]) => other - one);
  }

  return (text) => {
    const asked = plain(unwrapped(text));
    if (!asked) return [];
    const found = new Map(exact(asked).map(([place, fit]) => [place, fit >= 2]));
    const byAddress = new Map(places.map((place) => [place.a, place]));
    // All words first; any of them where that finds too little.
    for (const combineWith of ["AND", "OR"]) {
      if (found.size < 5) for (const { id } of index.search(asked, { combineWith })) {
        if (found.size < 10 && !found.has(byAddress.get(id))) found.set(byAddress.get(id), false);
      }
    }
    return [...found].slice(0, 10).map(([place, exact]) => ({ address: place.a, title: place.t, page: place.p, exact }));
  };
}
