//! How much of the book is compared word by word with what it cites.

use std::path::Path;

use doctests::ground::Checker;
use oathbook::project::Project;

#[test]
fn dump() {
    let (project, faults) = Project::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    for f in faults.iter().take(20) { println!("FAULT {} {:?} {:?}", f.message, f.notes, f.place.file.slice(f.place.span)); }
    project.judge_records();
    let checker = Checker::new(&project.catalog);
    for page in project.pages.iter().filter(|page| page.prose.is_none()) {
        for unit in &page.units {
            let Some(found) = checker.understand(page, unit) else { continue };
            println!("{}\t{}\t{}\t{}", found.as_str(), page.name, unit.text, unit.binding.iter().map(|c| c.id.to_string()).collect::<Vec<_>>().join(" "));
            if !found.idle.is_empty() { println!("\tIDLE {:?}", found.idle); }
            for clause in &found.clauses {
                println!("\t[{}] {:?}", page.file.slice(clause.span), clause.held);
            }
        }
    }
}

/// Quick mutants: one word changed, the page parsed again, one unit checked.
#[test]
#[ignore = "a look at what survives"]
fn mutants() {
    use doctests::source_file::SourceFile;
    let (project, _) = Project::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    project.judge_records();
    let checker = Checker::new(&project.catalog);
    let pairs: &[(&str, &str, &str)] = &[
        ("polarity", " is ", " is not "), ("polarity", " are ", " are not "), ("polarity", " not ", " "), ("polarity", " never ", " always "),
        ("polarity", "nothing", "everything"), ("polarity", " no ", " a "), ("polarity", "without ", "with "), ("polarity", " never", " always"),
        ("polarity", " works", " does not work"), ("polarity", " sends ", " does not send "), ("polarity", " refreshes", " does not refresh"), ("polarity", " keeps ", " does not keep "),
        ("polarity", " stores ", " does not store "), ("polarity", " removes ", " does not remove "), ("polarity", " prints ", " does not print "),
        ("order", " before ", " after "), ("order", " after ", " before "), ("order", "first", "last"), ("order", " since ", " until "), ("order", "From ", "Until "), ("order", "Up to ", "Since "),
        ("outcome", "works", "fails"), ("outcome", "fails", "works"), ("outcome", "heals", "fails"), ("outcome", "log in again", "wait"), ("outcome", "Log in again", "Wait and retry"),
        ("outcome", "Heals by itself", "Log in again"), ("outcome", "Wait and retry", "Log in again"), ("outcome", "Fix your configuration", "Heals by itself"), ("outcome", "yes", "no"), ("outcome", "| no", "| yes"), ("outcome", "refused", "accepted"), ("outcome", "removed", "kept"), ("outcome", "removes", "keeps"),
        ("object", "access token", "refresh token"), ("object", "refresh token", "access token"), ("object", "token endpoint", "API"), ("object", "stored login", "API key"), ("object", "`ANTHROPIC_API_KEY`", "`CLAUDE_CODE_OAUTH_TOKEN`"), ("object", "`CLAUDE_CODE_OAUTH_TOKEN`", "`ANTHROPIC_API_KEY`"),
        ("swap", "wins over", "loses to"), ("swap", "beats", "loses to"), ("swap", "loses to", "beats"),
    ];
    let mut counts: std::collections::BTreeMap<(&str, bool), (usize, usize)> = Default::default();
    let started = std::time::Instant::now();
    let mut number = 0;
    for page in project.pages.iter().filter(|page| page.prose.is_none()) {
        for (index, unit) in page.units.iter().enumerate().filter(|(_, unit)| unit.kind == doctests::unit::UnitKind::Claim) {
            let sourced = unit.binding.iter().all(|c| c.id.is_source());
            let generated = page.generated.iter().any(|block| block.span.contains(unit.span));
            if generated { continue; }
            for (kind, from, to) in pairs {
                let slice = page.file.slice(unit.span);
                let Some(at) = slice.match_indices(from).map(|(at, _)| at).find(|at| { let open = slice[..*at].rfind("[^"); open.is_none_or(|o| slice[o..*at].contains(']')) }).map(|at| at + unit.span.start) else { continue };
                let mut text = page.file.text[..].to_owned();
                text.replace_range(at..at + from.len(), to);
                let file = SourceFile::new(page.file.path.clone(), text);
                let (mutant, _) = doctests::parse::page(&file, &project.catalog.vocabulary.document);
                let Some(changed) = mutant.units.get(index) else { continue };
                number += 1;
                let refused = checker.refuses(&mutant, changed);
                let entry = counts.entry((kind, sourced)).or_default();
                entry.1 += 1;
                if refused.is_some() { entry.0 += 1 } else if !sourced { println!("SURVIVES {} {kind} {from:?}->{to:?} | {} | {}", checker.understand(page, unit).unwrap().as_str(), changed.text, unit.binding[0].id); }
            }
        }
    }
    // Citation ids.
    let ids: Vec<_> = project.catalog.scenarios.keys().collect();
    for page in project.pages.iter().filter(|page| page.prose.is_none()) {
        for unit in page.units.iter().filter(|unit| unit.kind == doctests::unit::UnitKind::Claim) {
            if page.generated.iter().any(|block| block.span.contains(unit.span)) || unit.own.is_empty() { continue; }
            for at in 0..unit.binding.len() {
                if unit.binding[at].id.is_source() { continue; }
                let here = ids.iter().position(|id| **id == unit.binding[at].id).unwrap();
                for step in [1, 17, 60] {
                    let mut changed = unit.clone();
                    changed.binding[at].id = ids[(here + step) % ids.len()].clone();
                    let refused = checker.refuses(page, &changed);
                    let idle = checker.understand(page, &changed).is_some_and(|u| !u.idle.is_empty());
                    if refused.is_none() && idle { counts.entry(("idle", unit.binding.len() > 1)).or_default().0 += 1; }
                    let entry = counts.entry(("citation", unit.binding.len() > 1)).or_default();
                    entry.1 += 1;
                    if refused.is_some() { entry.0 += 1 } else { println!("SURVIVES citation {} for {} | {}", changed.binding[at].id, unit.binding[at].id, unit.text); }
                }
            }
        }
    }
    println!("COUNTS {counts:#?} {number} in {:?}", started.elapsed());
}
