//! The site on loopback: it reloads on save, and shows what is wrong where it is wrong.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use crate::records::{RANGE, recorded};
use crate::support::{PAGE, PROGRAM, SCENARIO, SiteTest};

/// Longer than any rebuild on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

struct Served {
    child: Child,
    lines: Receiver<String>,
    address: String,
}

impl Served {
    fn new(site: &SiteTest) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["serve", "--port", "0"])
            .current_dir(site.root())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (send, lines) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        let address = lines.recv_timeout(PATIENCE).unwrap();
        let address = address.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Self { child, lines, address }
    }

    /// Waits for a verdict line that says so; a save may be seen in several steps.
    fn until(&self, wanted: &str) {
        let mut seen = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            if line.contains(wanted) {
                return;
            }
            seen.push(line);
        }
        panic!("{wanted:?} never came: {seen:?}");
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    /// What the answer carries, without its head.
    fn get_bytes(&self, path: &str) -> Vec<u8> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        let answer = self.ask_bytes(&request);
        let head = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        answer[head + 4..].to_vec()
    }

    fn ask(&self, request: &str) -> String {
        String::from_utf8_lossy(&self.ask_bytes(request)).into_owned()
    }

    fn ask_bytes(&self, request: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer
    }

    /// A reload socket, as a page opens it.
    fn socket(&self) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!(
            "GET /__livereload HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            self.address
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = [0; 1024];
        let read = stream.read(&mut answer).unwrap();
        assert!(String::from_utf8_lossy(&answer[..read]).starts_with("HTTP/1.1 101"), "no upgrade");
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The text of the script that reloads `page`.
fn reload_script(page: &str) -> &str {
    let at = page.find("__livereload").unwrap();
    let start = page[..at].rfind("<script>").unwrap() + "<script>".len();
    &page[start..at + page[at..].find("</script>").unwrap()]
}

/// `page` as it is where nobody edits it.
fn without_reload(page: &str) -> String {
    if !page.contains("__livereload") {
        return page.to_owned();
    }
    let script = format!("<script>{}</script>", reload_script(page));
    page.replace(&script, "").replace("<!-- Livereload script (if served using the cli tool) -->", "")
}

/// The body of `page`, without the white space between its lines.
fn body(page: &str) -> Vec<String> {
    let body = page.find("<body>").map_or(page, |at| &page[at..]);
    body.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn a_save_shows_the_failing_claim_in_its_place_and_reloads() {
    let site = SiteTest::sworn();
    let served = Served::new(&site);
    served.until("all hold");
    let page = served.get("/refresh.html");
    assert!(page.contains("○ holds in our model") && page.contains("__livereload"), "{page}");
    assert!(!page.contains("class=\"overlay\""), "{page}");

    let mut socket = served.socket();
    site.edit(SCENARIO, "exit: 0", "exit: 1");
    served.until("fault");
    let mut frame = [0; 64];
    let read = socket.read(&mut frame).unwrap();
    assert!(String::from_utf8_lossy(&frame[..read]).contains("reload"), "{frame:?}");
    let page = served.get("/refresh.html");
    assert!(page.contains("✕ fails in our model") && page.contains("class=\"overlay\""), "{page}");
    assert!(page.contains("Expected against seen") && page.contains("expect.exit</th>"), "{page}");

    site.edit(SCENARIO, "exit: 1", "exit: 0");
    served.until("all hold");
    assert!(!served.get("/refresh.html").contains("class=\"overlay\""));
}

#[test]
fn what_is_served_is_what_is_built() {
    let site = recorded(RANGE);
    assert_eq!(site.run(&["swear", "--all"]).code, Some(0));
    assert_eq!(site.run(&["build"]).code, Some(0));
    let served = Served::new(&site);
    served.until("all hold");
    let built = site.files("book");
    for kind in
        ["evidence/refresh.early-revocation.json", "claims.json", "refresh.md", "llms.txt", "card.png"]
    {
        assert!(built.contains_key(kind), "{kind} is not built");
    }
    for (path, bytes) in built.iter().filter(|(path, _)| path.as_str() != ".nojekyll") {
        let seen = served.get_bytes(&format!("/{path}"));
        if std::path::Path::new(path).extension().is_some_and(|kind| kind == "html") {
            let page = String::from_utf8(seen).unwrap();
            let wanted = String::from_utf8(bytes.clone()).unwrap();
            assert_eq!(body(&wanted), body(&without_reload(&page)), "{path}");
        } else {
            assert!(seen == *bytes, "{path} is another one");
        }
    }
}

#[test]
fn the_policy_of_a_page_allows_the_script_that_reloads_it() {
    let site = SiteTest::sworn();
    let served = Served::new(&site);
    served.until("all hold");
    let page = served.get("/refresh.html");
    let policy =
        page.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(policy.contains("connect-src 'self'") && !policy.contains("unsafe"), "{policy}");
    let script = reload_script(&page);
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script));
    assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy} does not allow {script}");
}

#[test]
fn a_page_that_cannot_be_finished_is_shown_with_the_reason() {
    let site = SiteTest::sworn();
    let served = Served::new(&site);
    served.until("all hold");
    site.edit(PAGE, "# Refresh\n", "# Refresh\n\n# Once more\n");
    served.until("claims");
    let page = served.get("/refresh.html");
    assert!(
        page.contains("it cannot be finished") && page.contains("expected 1 of `main h1`, found 2"),
        "{page}"
    );
}

#[test]
fn what_a_release_contradicts_is_shown_with_what_was_expected_and_seen() {
    let site = recorded("{ range: '>=2.1.117', differs_at: exchanges }");
    let served = Served::new(&site);
    served.until("fault");
    let page = served.get("/refresh.html");
    assert!(page.contains("✕ contradicted") && page.contains("✕ Contradicted"), "{page}");
    assert!(
        page.contains(
            "2.1.117 at expect.exit: expected <code>0</code>, seen <code>1 from `claude -p`</code>"
        ),
        "{page}"
    );
}

#[test]
fn a_page_that_does_not_parse_says_so_and_the_server_goes_on() {
    let site = SiteTest::sworn();
    let served = Served::new(&site);
    served.until("all hold");
    let good = site.read(PAGE);
    site.write(PAGE, format!("{good}\n<script>alert(1)</script>\n"));
    served.until("fault");
    let page = served.get("/refresh.html");
    assert!(page.contains("This page does not parse") && !page.contains("<script>alert(1)"), "{page}");

    let book = site.read("book.toml");
    site.write("book.toml", "[book");
    served.until("the last good site stays");
    assert!(served.get("/refresh.html").contains("class=\"overlay\""));
    site.write("book.toml", book).write(PAGE, good);
    served.until("all hold");
}

#[test]
fn only_loopback_is_answered_and_only_files_of_the_site() {
    let site = SiteTest::sworn();
    let served = Served::new(&site);
    served.until("all hold");
    assert!(served.get("/").starts_with("HTTP/1.1 200"));
    assert!(served.get("/nowhere.html").starts_with("HTTP/1.1 404"));
    for outside in ["/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd"] {
        assert!(served.get(outside).starts_with("HTTP/1.1 404"), "{outside}");
    }
    let foreign = served.ask("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert!(foreign.starts_with("HTTP/1.1 403"), "{foreign}");
}

#[test]
fn a_port_in_use_is_a_clear_error() {
    let site = SiteTest::sworn();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ended = site.run(&["serve", "--port", &port]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains(&format!("port {port} cannot be used")), "{}", ended.stderr);
}
