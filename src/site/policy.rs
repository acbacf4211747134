//! The content security policy of a page: nothing but the site's own files, and the inline scripts that mdBook writes.

use std::cell::RefCell;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lol_html::{RewriteStrSettings, rewrite_str, text};
use sha2::{Digest as _, Sha256};

use super::Unfinished;

/// The policy of the page `html` at `path`.
pub(super) fn of(path: &str, html: &str) -> Result<String, Unfinished> {
    let mut scripts = String::from("'self'");
    for script in inline_scripts(path, html)? {
        let source = format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script)));
        if !scripts.contains(&source) {
            scripts.push_str(&source);
        }
    }
    // `connect-src` is for auditors that ask for robots.txt, `frame-src` for the contents without JavaScript,
    // `data:` for the pictures in mdBook's style sheets.
    Ok(format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; frame-src 'self'; base-uri 'self'; form-action 'none'"
    ))
}

/// The texts of the scripts that stand in the page itself.
fn inline_scripts(path: &str, html: &str) -> Result<Vec<String>, Unfinished> {
    let scripts = RefCell::new(Vec::new());
    let current = RefCell::new(String::new());
    let collect = text!("script:not([src])", |chunk| {
        current.borrow_mut().push_str(chunk.as_str());
        if chunk.last_in_text_node() {
            scripts.borrow_mut().push(current.take());
        }
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(collect);
    rewrite_str(html, settings).map_err(|error| Unfinished::file(path, error.to_string()))?;
    Ok(scripts.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_inline_script_is_allowed_by_its_bytes_and_only_once() {
        let policy =
            of("a.html", "<script>a < b</script><script src=x></script><script>a < b</script>").unwrap();
        let hash = STANDARD.encode(Sha256::digest("a < b"));
        assert!(policy.contains(&format!("script-src 'self' 'sha256-{hash}';")), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}
