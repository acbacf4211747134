// Finds a place of the book by what a terminal printed. No page and no browser in here: tests/browser runs it as it is.
"use strict";

// What a terminal, a log or a client wraps around the text of an error.
const WRAPPINGS = [
  [/\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g, ""], // a title or a link, ESC ]
  [/(?:\u001b|\\u001b|\\x1b|\\e|\\033|\^\[)\[[0-9;?]*[A-Za-z]/g, ""], // a colour or a move of the cursor
  [/\[\d+(?:;\d+)*m/g, ""], // the same where the log lost its first byte
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, " "], // the time of a log's line
  [/\bhttps?:\/+[^\s"'`),]+/g, " "], // an address
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

// What people write in more than one way.
const SPELLINGS = [[/\bvscode\b/g, "vs code"], [/\bwsl2\b/g, "wsl"], [/\bdevcontainer/g, "dev container"], [/\beverytime\b/g, "every time"],
  [/\bsign(?:in|-in)\b/g, "sign in"], [/\bre-?login\b/g, "login again"], [/\bre-?auth(?:enticat\w*)?\b/g, "authenticate again"],
  [/\b(?:hyper)?links?\b|\burls?\b/g, "address"], [/\btim(?:es?|ed|ing) out\b/g, "timeout"], [/\bcreds\b/g, "credentials"],
  [/\b(?:kick|kicks|kicked|log|logs|logging|sign|signs|signed) (?:me )?(?:out|off)\b/g, "logged out"], [/\b(?:suspended|banned)\b/g, "disabled"],
  [/\b(?:constantly|continually|excessively|frequent|frequently|hourly|repeatedly)\b/g, "often"], [/\b(?:corporate|employer|enterprise)\b/g, "company"],
  [/\bvisual studio code\b/g, "vs code"], [/\b(?:macbook|mac os|osx)\b/g, "macos"], [/\bworkflows?\b/g, "github actions"], [/\badmins?\b/g, "administrator"],
  [/\bauth\b/g, "authentication"],
  [/\b(?:intellij|webstorm|pycharm|phpstorm|rider|goland|clion|rubymine)\b/g, "jetbrains"],
  // Chinese has no spaces between its words: each brings its own.
  [/提示/g, " says "], [/未登[录入]/g, " not logged in "], [/登[录入]|ログイン/g, " login "],
  [/过期|期限切れ/g, " expired "], [/凭[证据]/g, " credentials "], [/[密秘]钥/g, " key "], [/令牌/g, " token "],
  [/插件|扩展/g, " extension "], [/代理/g, " proxy "], [/认证|授权|验证|認証/g, " authentication "], [/[账帐][号户]/g, " account "],
  [/订阅/g, " subscription "], [/余额|额度/g, " credit "], [/要求/g, " asks for "], [/界面/g, " screen "], [/页面/g, " page "],
  [/设置|配置/g, " settings "], [/打开/g, " opens "], [/选择/g, " select "], [/启动/g, " launches "],
  [/沙箱|沙盒/g, " sandbox "], [/宿主机?/g, " host "], [/容器/g, " container "], [/同步/g, " synced "], [/切换/g, " switch "],
  // ключ ends other words, and is no key there.
  [/подключ[а-яё]*/g, " connect "], [/(^|[^а-яё])ключ[а-яё]*/g, "$1 key "], [/(?:логин|вход)[а-яё]*/g, " login "], [/токен[а-яё]*/g, " token "],
  [/прокси/g, " proxy "], [/авториз[а-яё]*/g, " login authorization "], [/подтягив[а-яё]*/g, " picked up "]];

// The words alone, which is what two texts are compared by.
function plain(text) {
  return SPELLINGS.reduce((text, [spelling, by]) => text.replace(spelling, by), text.toLowerCase()).replace(/['’]/g, "").replace(/[^\p{L}\p{N}_]+/gu, " ").trim();
}

// Words of a sentence that tell nothing of a trouble, since each report of one has them.
const SMALL = new Set(("a an and are as at be but by can do does even for from has have how i if in into is it its just me my of on or " +
  "so still than that the their then there this to was what when which while will with you your " +
  "able also although any because bug cant cannot claude could despite didnt doesnt dont error errors fail failed failing fails get gets getting got " +
  "isnt issue ive need needs now only problem should some though try trying unable use used uses using want wants wont would").split(" "));

// Names such as ANTHROPIC_API_KEY are found whole and by their parts; those of `known` whole only.
function words(text, known = new Set()) {
  const whole = plain(text).split(" ");
  return whole.flatMap((word) => word.includes("_") && !known.has(word) ? [word, ...word.split("_")] : [word]).filter(Boolean);
}

// A word without its ending, so that `expires`, `expired` and `expiring` are one; a name stays whole.
function stem(word) {
  if (word.includes("_") || word.length < 4) return word;
  return word.replace(/ies$/, "y").replace(/(?:ing|ed|es|s|e)$/, "").replace(/(.)\1$/, "$1");
}

// Whether one typing error makes `word` of `other`: a letter left out, one too many, a wrong one, or two turned round.
function mistyped(word, other) {
  let same = 0;
  while (same < word.length && word[same] === other[same]) same += 1;
  const [one, two] = [word.slice(same), other.slice(same)];
  return one.slice(1) === two || one === two.slice(1) || one.slice(1) === two.slice(1)
    || (one[0] === two[1] && one[1] === two[0] && one.slice(2) === two.slice(2));
}

// What a question is about by its words, each once: none of the small ones.
function asks(text, known) {
  return new Set(words(text, known).filter((word) => !SMALL.has(word)).map(stem));
}

// Pages about other tokens with the same words: for those who name the thing, and for nobody else.
const OTHER_TOKENS = [[/^troubleshooting-mcp/, /\b(?:mcp|connectors?)\b/], [/^troubleshooting-github/, /\b(?:github|actions?|pull requests?)\b/]];

function meant(address, asked) {
  const page = OTHER_TOKENS.find(([page]) => page.test(address));
  return !page ? 1 : page[1].test(asked) ? 2 : 0.5;
}

// The places as src/site/search.rs knows them, out of the text that src/site/search/packed.rs makes of them.
function oathbook_unpacked({ pages, words, places }) {
  const usual = (title) => title.toLowerCase().replace(/[^a-z0-9_ -]/g, "").replaceAll(" ", "-");
  const all = pages.flatMap(({ a: page, p, s }) => s.map((section) => {
    const anchor = section.a ?? (section.t === p ? "" : usual(section.t));
    const e = section.e?.map((text) => text || section.t);
    return { ...section, e, a: anchor ? `${page}#${anchor}` : page, p, w: [], q: Array.from({ length: section.q ?? 0 }, () => []) };
  }));
  // Each place before its own questions, as the words are told where they stand.
  const said = all.flatMap(({ w, q }) => [w, ...q]);
  const ways = places.split(" ");
  words.split(" ").forEach((word, nth) => {
    let [at, way] = [-1, 0];
    for (const character of ways[nth]) {
      // In digits of base 46, of which the last has another alphabet.
      const digit = character.charCodeAt(0) - 35;
      way = way * 46 + digit % 46;
      if (digit >= 46) continue;
      said[at += way + 1].push(word);
      way = 0;
    }
  });
  return all.map((place) => ({ ...place, w: place.w.join(" "), q: place.q.map((question) => question.join(" ")) }));
}

// How rare a word is, and words together, as functions: a word that few places have tells more than one that all have.
function rarity(places) {
  const times = new Map();
  for (const { t, e, q, w } of places) {
    for (const word of new Set(words([t, e, q, w].flat().join(" ")).map(stem))) times.set(word, (times.get(word) ?? 0) + 1);
  }
  const rare = (word) => Math.log(1 + places.length / ((times.get(word) ?? 0) + 1));
  return { said: times, rare, weigh: (words) => words.reduce((sum, word) => sum + rare(word), 0) };
}

// Makes the function that tells how like the nearest of a place's lines is to a question, from 0 to 1: its heading, its
// texts and its questions.
function measure(places, rare) {
  const lines = new Map(places.map((place) => [place, [place.t, place.e, place.q].flat().filter(Boolean).map((line) => asks(line))]));
  const weigh = (words) => words.reduce((sum, word) => sum + rare(word) ** 2, 0);
  const weights = new Map([...lines.values()].flat().map((line) => [line, weigh([...line])]));
  return (asked) => {
    const whole = weigh([...asked]);
    return (place) => Math.max(...lines.get(place).map((line) => weigh([...asked].filter((word) => line.has(word))) / Math.sqrt(whole * weights.get(line)) || 0));
  };
}

// The pages for those whose text has no entry: a section of theirs stands third, below what may be their own.
const OTHERWISE = /^troubleshooting-nothing-fits/;

// Makes the function that finds the section whose heading, and then whose questions, have the most of what was asked.
function fallback(places, weigh) {
  const sections = places.filter(({ a, q }) => OTHERWISE.test(a) && a.includes("#") && q.length > 0)
    .map((place) => [place, asks(place.t.replace(/^[^:]*:/, "")), asks(place.q.join(" "))]);
  return (asked) => {
    const common = (words) => weigh([...asked].filter((word) => words.has(word)));
    const fits = sections.map(([place, title, questions]) => [place, 2 * common(title) + common(questions)]).filter(([, fit]) => fit > 0);
    return fits.sort(([, one], [, other]) => other - one).slice(0, 1).map(([place]) => place);
  };
}

// Makes the function that finds at most ten places for a text, the likeliest first.
function oathbook_finder(MiniSearch, places) {
  const names = new Set(places.flatMap((place) => [place.t, place.q, place.w].flat().join(" ").toLowerCase().match(/\w*_\w+/g) ?? []));
  const entries = new Set(places.filter((place) => place.e).map((place) => place.a));
  const { said, rare, weigh } = rarity(places);
  // Words before their ending is taken off: a wrong ending is far from a word without one.
  const spelt = [...new Set(places.flatMap(({ t, e, q, w }) => words([t, e, q, w].flat().join(" "))))].filter((word) => !SMALL.has(word));

  // A word or two that somebody mistyped, as the book spells them; a sentence has words enough that are right.
  function respelt(asked) {
    const typed = asked.split(" ");
    if (typed.length > 2) return asked;
    const spell = (word) => word.length < 4 || spelt.includes(word) ? word : spelt.filter((other) => mistyped(word, other)).slice(0, 3).join(" ") || word;
    return typed.map(spell).join(" ");
  }

  const index = new MiniSearch({
    idField: "a",
    fields: ["e", "t", "q", "w"],
    tokenize: (text) => words(text),
    processTerm: stem,
    extractField: (place, field) => [place[field] ?? ""].flat().join(" "),
    searchOptions: {
      // A name that a place has is one word of a question: its parts would outvote the words around it.
      tokenize: (text) => words(text, names),
      processTerm: (word) => SMALL.has(word) ? null : stem(word),
      boost: { q: 1.2 },
      // One typing error in a short word, more in a long name.
      fuzzy: (word) => word.length < 3 ? false : word.length < 8 ? 1 : 2,
      // Any word may be the beginning of another; in a sentence, only one that the book has not.
      prefix: (word, _, asked) => word.length > 2 && (asked.length < 3 || !said.has(word)),
      // Whoever looks for help is not helped by how the book is made; who has no text is helped by places and situations.
      boostDocument: (address) => /^heals-by-itself|#what-is-not-known$/.test(address) ? 0.5
        : /^troubleshooting/.test(address) ? entries.has(address) ? 1.3 : address.includes("#") ? 3 : 1
        : /^(?:architecture|behavior|between|changelog|contributing|coverage|gallery|measured|printed)/.test(address) ? 0.2 : 1,
    },
  });
  const likely = places.filter((place) => !OTHERWISE.test(place.a));
  index.addAll(likely);
  const likeness = measure(likely, rare);
  const unfitting = fallback(places, weigh);
  // A text that ends in `…` goes on: more than its beginning must be there.
  // A short one, such as `sign in again`, is no more than words of a sentence unless it is written as it is printed.
  const texts = places.flatMap((place) => (place.e ?? []).map((text) => [plain(unwrapped(text)), place, !text.endsWith("…"), text]));

  // How well the exact texts of entries fit: the whole text, a text inside what was pasted, what was pasted inside a text.
  function exact(asked, pasted) {
    const fits = new Map();
    for (const [text, place, whole, printed] of texts) {
      const long = text.split(" ").length > 3;
      const quoted = long || (/^[^a-z]/.test(printed) && pasted.includes(printed));
      // A word alone is any sentence's, unless it is a name.
      const told = text.includes(" ") || /[a-z][A-Z]/.test(printed);
      // Two words and a colon begin many texts, and are one of their own where no word follows.
      const ends = !/^\S+ \S+:$/.test(printed) || pasted.split(printed).slice(1).some((rest) => !/^ \w/.test(rest));
      const inside = whole && quoted && told && ends && ` ${asked} `.includes(` ${text} `);
      const fit = asked === text ? 3 : inside ? (long ? 2 : 1 + text.length / asked.length / 2) : asked.length > 7 && text.includes(asked) ? 1 + asked.length / text.length / 2 : 0;
      const [best, covered] = fits.get(place) ?? [0, 0];
      // Of two entries inside what was pasted, the one that covers more of it.
      if (fit > 0) fits.set(place, [Math.max(best, fit), covered + (inside ? text.length / 1000 : 0)]);
    }
    return [...fits].map(([place, [best, covered]]) => [place, best + covered]).sort(([, one], [, other]) => other - one);
  }

  return (text) => {
    const asked = plain(unwrapped(text));
    if (!asked) return [];
    const byAddress = new Map(places.map((place) => [place.a, place]));
    const searched = respelt(asked);
    const question = asks(searched, names);
    const like = likeness(question);
    const all = weigh([...question]);
    // A place that has most of the words, and the rare ones, comes before one that has a few of them often; so does one
    // that says them in one line.
    const hits = index.search(searched).map(({ id, score, queryTerms }) => {
      const place = byAddress.get(id);
      return [place, score * Math.sqrt(queryTerms.length) * weigh(queryTerms) / all * (1 + 10 * like(place)) * meant(id, asked)];
    });
    const ranked = hits.sort(([, one], [, other]) => other - one).map(([place]) => place);
    const fits = exact(asked, text);
    const whole = new Set(fits.filter(([, fit]) => fit >= 2).map(([place]) => place));
    const own = [...new Set([...fits.map(([place]) => place), ...ranked])];
    const otherwise = whole.size > 0 ? [] : unfitting(question);
    return [...own.slice(0, 2), ...otherwise, ...own.slice(2)].slice(0, 10)
      .map((place) => ({ address: place.a, title: place.t, page: place.p, exact: whole.has(place) }));
  };
}
