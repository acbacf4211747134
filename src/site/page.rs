//! One page of mdBook's, with what it lacks: a table of the places that are changed, and how often each must be there.

use std::ops::RangeInclusive;

use doctests::page::Page;
use lol_html::html_content::{ContentType, Element};
use lol_html::{HandlerResult, RewriteStrSettings, element, rewrite_str};

use super::asset::Assets;
use super::tally::Tally;
use super::{Book, Unfinished, foot, head, paper, policy};
use crate::evidence;

/// What kind of page mdBook wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page of the book, `index.html` among them.
    Page,
    /// What is shown for an address that leads nowhere.
    NotFound,
    /// All pages in one, for printing.
    Print,
    /// The contents, shown in a frame where there is no JavaScript.
    Frame,
}

impl Kind {
    /// The kind of the file at `path`; none for a redirect, which nobody reads.
    pub(super) fn of(path: &str, html: &str) -> Option<Self> {
        match path {
            "toc.html" => Some(Self::Frame),
            "print.html" => Some(Self::Print),
            "404.html" => Some(Self::NotFound),
            _ => html.contains("<main>").then_some(Self::Page),
        }
    }
}

/// What one page gets.
pub(super) struct Plan<'a> {
    pub(super) path: &'a str,
    pub(super) kind: Kind,
    /// The page it was built from; none for those that mdBook makes up.
    pub(super) page: Option<&'a Page>,
    pub(super) book: &'a Book<'a>,
    pub(super) assets: &'a Assets,
    /// The way from the page to the root: nothing, or `../`s.
    pub(super) to_root: String,
    pub(super) shown: paper::Shown,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        path: &'a str,
        kind: Kind,
        page: Option<&'a Page>,
        book: &'a Book<'a>,
        assets: &'a Assets,
    ) -> Self {
        // `index.html` is mdBook's copy of the first page.
        let page = page.or_else(|| book.pages().next().filter(|_| path == "index.html"));
        let to_root = "../".repeat(path.matches('/').count());
        Self { path, kind, page, book, assets, to_root, shown: paper::Shown::default() }
    }

    fn is_text(&self) -> bool {
        self.kind != Kind::Frame
    }
}

type Change = fn(&mut Element<'_, '_>, &Plan<'_>) -> HandlerResult;

/// A place of a page, the kinds of pages that have it, how often, and what becomes of it.
struct Rule(&'static str, fn(&Plan<'_>) -> bool, RangeInclusive<usize>, Change);

/// Where the policy goes.
const CHARSET: &str = "meta[charset]";

const ONCE: RangeInclusive<usize> = 1..=1;
const SOME: RangeInclusive<usize> = 1..=usize::MAX;
const ANY: RangeInclusive<usize> = 0..=usize::MAX;

const EVERY: fn(&Plan<'_>) -> bool = |_| true;
const TEXT: fn(&Plan<'_>) -> bool = |plan| plan.is_text();
const PRINT: fn(&Plan<'_>) -> bool = |plan| plan.kind == Kind::Print;
const READ: fn(&Plan<'_>) -> bool = |plan| matches!(plan.kind, Kind::Page | Kind::NotFound);
const OF_THE_BOOK: fn(&Plan<'_>) -> bool = |plan| plan.kind == Kind::Page;
const NOT_FOUND: fn(&Plan<'_>) -> bool = |plan| plan.kind == Kind::NotFound;

const REMOVE: Change = |element, _| {
    element.remove();
    Ok(())
};

static RULES: &[Rule] = &[
    Rule("head", EVERY, ONCE, |head, plan| {
        head.append(&head::elements(plan), ContentType::Html);
        Ok(())
    }),
    Rule(r#"meta[name="description"]"#, TEXT, ONCE, |meta, plan| {
        Ok(meta.set_attribute("content", &head::description(plan))?)
    }),
    Rule(r#"link[href*="fonts/fonts"]"#, EVERY, ONCE, REMOVE),
    // A browser that can draw the other one would fetch both.
    Rule(r#"link[rel="shortcut icon"]"#, TEXT, ONCE, |icon, _| Ok(icon.set_attribute("sizes", "196x196")?)),
    // mdBook's script turns them on and off.
    Rule(r#"link[id$="-css"]"#, TEXT, 3..=3, |link, _| {
        let id = link.get_attribute("id").unwrap_or_default();
        link.replace(&format!("<template id=\"{id}\"></template>"), ContentType::Html);
        Ok(())
    }),
    Rule(r#"link[href*="css/variables-"]"#, EVERY, ONCE, |link, plan| {
        Ok(link.set_attribute("href", &format!("{}{}", plan.to_root, plan.assets.style()))?)
    }),
    Rule(r#"link[rel="stylesheet"]"#, EVERY, SOME, |link, plan| {
        let href = link.get_attribute("href").unwrap_or_default();
        if plan.assets.has(&href) {
            link.remove();
        } else if !link.removed() && !href.ends_with(plan.assets.style()) {
            return Err(format!("the style sheet {href} is not one of those that are put together").into());
        }
        Ok(())
    }),
    // It waits for the page by itself; the others are part of it.
    Rule(r#"script[src*="toc-"]"#, TEXT, ONCE, |script, plan| {
        script.set_attribute("src", &format!("{}{}", plan.to_root, plan.assets.script()))?;
        Ok(script.set_attribute("defer", "")?)
    }),
    Rule(r#"script[src*="clipboard-"]"#, TEXT, ONCE, REMOVE),
    Rule(r#"script[src*="highlight-"]"#, TEXT, ONCE, REMOVE),
    Rule(r#"script[src*="book-"]"#, TEXT, ONCE, REMOVE),
    // Of the pictures for buttons on code, those for running it.
    Rule(r#"template[id^="fa-"]"#, TEXT, 5..=5, |picture, _| {
        if picture.get_attribute("id").as_deref() != Some("fa-copy") {
            picture.remove();
        }
        Ok(())
    }),
    // The arrow keys do not turn pages here (`site.js`).
    Rule("div#mdbook-help-popup > div", TEXT, ONCE, |help, _| {
        let keys = [("/", "find an error text"), ("?", "show this help"), ("Esc", "hide this help")];
        let lines = keys.map(|(key, what)| format!("<p>Press <kbd>{key}</kbd> to {what}</p>"));
        help.set_inner_content(&lines.concat(), ContentType::Html);
        Ok(())
    }),
    Rule(
        "base",
        NOT_FOUND,
        ONCE,
        |base, plan| Ok(base.set_attribute("href", plan.book.address.root_path())?),
    ),
    Rule("body", TEXT, ONCE, |body, _| {
        body.prepend(r##"<a class="skip-link" href="#text">Skip to the text</a>"##, ContentType::Html);
        Ok(())
    }),
    // A label cannot be reached by keyboard, and may not carry what mdBook's script sets on it.
    Rule("label#mdbook-sidebar-toggle", TEXT, ONCE, |label, _| {
        label.before(
            r#"<noscript><label class="contents-toggle" for="mdbook-sidebar-toggle-anchor">Contents</label></noscript>"#,
            ContentType::Html,
        );
        label.remove_attribute("for");
        label.set_attribute("type", "button")?;
        label.set_attribute("aria-expanded", "false")?;
        Ok(label.set_tag_name("button")?)
    }),
    Rule("nav#mdbook-sidebar noscript", TEXT, ONCE, |noscript, plan| {
        let frame = format!(
            r#"<iframe class="sidebar-iframe-outer" title="Table of contents" src="{}toc.html"></iframe>"#,
            plan.to_root
        );
        noscript.set_inner_content(&frame, ContentType::Html);
        Ok(())
    }),
    // Two themes are looked after, not five.
    Rule("ul#mdbook-theme-list", TEXT, ONCE, |list, _| {
        let themes = [("default_theme", "As the system"), ("light", "Light"), ("navy", "Dark")];
        let items = themes.map(|(name, label)| {
            format!(
                r#"<li role="none"><button role="menuitem" class="theme" id="mdbook-theme-{name}">{label}</button></li>"#
            )
        });
        list.set_inner_content(&items.concat(), ContentType::Html);
        Ok(())
    }),
    Rule("div#mdbook-menu-bar", TEXT, ONCE, |bar, _| Ok(bar.set_tag_name("header")?)),
    Rule("h1.menu-title", TEXT, ONCE, |title, _| Ok(title.set_tag_name("p")?)),
    Rule("main", TEXT, ONCE, |main, plan| {
        if plan.kind != Kind::Print {
            main.before(&foot::search_box(plan), ContentType::Html);
        }
        main.set_attribute("id", "text")?;
        Ok(main.set_attribute("tabindex", "-1")?)
    }),
    // What may be wider than a phone is scrolled by keyboard too.
    Rule("main pre > code", TEXT, ANY, |code, _| Ok(code.set_attribute("tabindex", "0")?)),
    Rule("main .table-wrapper", TEXT, ANY, |table, _| Ok(table.set_attribute("tabindex", "0")?)),
    // In the repository a scenario is a file of its folder; here it lies beside the pages.
    Rule(r#"main a[href^="../doctests/scenarios/"]"#, TEXT, ANY, |link, plan| {
        let href = link.get_attribute("href").unwrap_or_default();
        let mut scenarios = plan.book.evidence.catalog.scenarios.values();
        let scenario =
            scenarios.find(|scenario| href.strip_prefix("../") == Some(scenario.file.path.as_str()));
        let scenario = scenario.ok_or_else(|| format!("{href} leads to no scenario"))?;
        let path = evidence::path(&scenario.id, "yaml");
        Ok(link.set_attribute("href", &format!("{}{path}", plan.to_root))?)
    }),
    Rule("main h1", READ, ONCE, |_, _| Ok(())),
    Rule("main details", PRINT, ANY, |details, _| Ok(details.set_attribute("open", "")?)),
    Rule("main .evidence-body", PRINT, ANY, paper::panel_once),
    Rule("main [id]", OF_THE_BOOK, ANY, |panel, plan| {
        if let Some(report) = panel.get_attribute("id").and_then(|id| foot::report(plan, &id)) {
            panel.append(&report, ContentType::Html);
        }
        Ok(())
    }),
    Rule("nav.nav-wrapper", OF_THE_BOOK, ONCE, |nav, plan| {
        nav.before(&foot::foot(plan), ContentType::Html);
        Ok(())
    }),
    Rule("[style]", EVERY, ANY, |styled, _| {
        let style = styled.get_attribute("style").unwrap_or_default();
        let class = class_for(&style).ok_or_else(|| format!("no class in site.css for style=\"{style}\""))?;
        let classes = styled.get_attribute("class").map(|there| format!("{there} {class}"));
        styled.remove_attribute("style");
        Ok(styled.set_attribute("class", classes.as_deref().unwrap_or(class))?)
    }),
];

/// The class that does what an inline style does, which the policy does not allow.
fn class_for(style: &str) -> Option<&'static str> {
    Some(match style.trim_end_matches(';') {
        "clear: both" => "clear",
        "break-before: page; page-break-before: always" => "page-break",
        "text-align: left" => "align-left",
        "text-align: center" => "align-center",
        "text-align: right" => "align-right",
        _ => return None,
    })
}

/// `html` finished as `plan` says.
pub(super) fn finish(html: &str, plan: &Plan<'_>) -> Result<String, Unfinished> {
    let policy = policy::of(plan.path, html)?;
    let tally = Tally::default();
    let rules = || RULES.iter().filter(|Rule(_, applies, ..)| applies(plan));
    // Before the first script: what stands above a policy is not under it.
    let mut settings = RewriteStrSettings::new().append_element_content_handler(element!(CHARSET, |meta| {
        tally.count(CHARSET);
        let policy = format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}">"#);
        meta.after(&policy, ContentType::Html);
        Ok(())
    }));
    for Rule(selector, _, _, change) in rules() {
        settings = settings.append_element_content_handler(element!(*selector, |found| {
            tally.count(selector);
            change(found, plan)
        }));
    }
    let finished =
        rewrite_str(html, settings).map_err(|error| Unfinished::file(plan.path, error.to_string()))?;
    tally.hold(plan.path, CHARSET, &ONCE)?;
    for Rule(selector, _, times, _) in rules() {
        tally.hold(plan.path, selector, times)?;
    }
    Ok(finished)
}
