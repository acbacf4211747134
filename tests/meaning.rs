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
            for clause in &found.clauses {
                println!("\t[{}] {:?}", page.file.slice(clause.span), clause.held);
            }
        }
    }
}
