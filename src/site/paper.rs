//! The book in one page shows each panel once: printed with every page that cites it, it had 12 MB and took a browser
//! ten seconds.

use std::cell::RefCell;
use std::collections::BTreeSet;

use lol_html::HandlerResult;
use lol_html::html_content::{ContentType, Element};

use super::page::Plan;

/// The panels that a page has shown.
#[derive(Debug, Default)]
pub(super) struct Shown(RefCell<BTreeSet<String>>);

/// Leaves `panel` as it is where it stands first; later ones lead to the first.
pub(super) fn panel_once(panel: &mut Element<'_, '_>, plan: &Plan<'_>) -> HandlerResult {
    let id = panel.get_attribute("id").unwrap_or_default();
    let cited = cited(plan, &id).ok_or_else(|| format!("{id} is no panel's id"))?;
    if !plan.shown.0.borrow_mut().insert(cited.to_owned()) {
        let link = format!("<p><a href=\"#evidence-{cited}\">This panel stands further up</a></p>");
        panel.set_inner_content(&link, ContentType::Html);
    }
    Ok(())
}

/// What the panel `id` is about: mdBook numbers an id that an earlier page has.
fn cited<'id>(plan: &Plan<'_>, id: &'id str) -> Option<&'id str> {
    let catalog = &plan.book.evidence.catalog;
    let known = |id: &str| id.parse().is_ok_and(|id| catalog.get(&id).is_some());
    let id = id.strip_prefix("evidence-")?;
    let unnumbered = || id.rsplit_once('-').map(|(first, _)| first);
    Some(id).filter(|id| known(id)).or_else(|| unnumbered().filter(|id| known(id)))
}
