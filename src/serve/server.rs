//! The server itself: files of the site, a reload socket, loopback only.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::ws::{Message, WebSocket};
use axum::extract::{Request, State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::overlay;
use super::site::{LIVE_RELOAD, Site};
use super::watch::Watcher;
use crate::check::Oaths;
use crate::cli::Usage;
use crate::console::Console;
use crate::verify::Verifier;

/// Serves the book below `root` until the process ends.
pub fn serve(root: &Path, port: u16, oaths: Oaths, console: &mut Console<'_>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = runtime.block_on(tokio::net::TcpListener::bind(address)).map_err(|error| {
        Usage(format!("port {port} cannot be used: {error}; choose another with --port, or 0 for any"))
    })?;
    let address = listener.local_addr()?;

    let watcher = Watcher::new(root)?;
    let site = Site::new();
    let mut verifier = Verifier::new(None, None)?;
    let line = site.rebuild(root, &mut verifier, oaths);
    console.say(format!("serving http://{address}/ (stop with Ctrl-C)"))?;
    console.say(line)?;

    let app = Router::new()
        .route(&format!("/{LIVE_RELOAD}"), get(reload))
        .fallback(file)
        .layer(middleware::from_fn(loopback_only))
        .with_state(Arc::clone(&site));
    let server = runtime.spawn(async move { axum::serve(listener, app).await });

    while watcher.wait() {
        let line = site.rebuild(root, &mut verifier, oaths);
        console.say(line)?;
        if server.is_finished() {
            break;
        }
    }
    runtime.block_on(server)?.context("the server stopped")
}

/// A page of another site must not read this one through a name that leads to loopback.
async fn loopback_only(request: Request, next: Next) -> Response {
    if is_loopback(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "this server answers to localhost only\n").into_response()
    }
}

fn is_loopback(headers: &HeaderMap) -> bool {
    let local = |authority: &str| {
        let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
        matches!(host, "127.0.0.1" | "localhost")
    };
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let origin_ok =
        text(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://").is_some_and(local));
    text(header::HOST).is_some_and(local) && origin_ok
}

async fn reload(State(site): State<Arc<Site>>, upgrade: WebSocketUpgrade) -> Response {
    let version = site.version.subscribe();
    upgrade.on_upgrade(|socket| tell(socket, version))
}

/// Says `reload` once, after the next rebuild; the page that hears it asks again.
async fn tell(mut socket: WebSocket, mut version: tokio::sync::watch::Receiver<u64>) {
    tokio::select! {
        changed = version.changed() => {
            if changed.is_ok() {
                // A page that is gone needs no reload.
                let _ = socket.send(Message::text("reload")).await;
            }
        }
        () = async { while let Some(Ok(_)) = socket.recv().await {} } => {}
    }
}

async fn file(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    let now = site.now();
    let Some(shown) = now.shown else {
        return html(StatusCode::SERVICE_UNAVAILABLE, overlay::bare_page(&now.banner));
    };
    let path = uri.path().strip_prefix('/').unwrap_or_default();
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let kind = content_type(Path::new(&path));
    if kind.starts_with("text/html") {
        if let Some(page) = shown.page(&path, &now.banner) {
            return html(StatusCode::OK, page);
        }
    } else if let Some(bytes) = shown.file(&path) {
        return ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], bytes.to_vec())
            .into_response();
    }
    let not_found = shown.page("404.html", &now.banner);
    not_found.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |page| html(StatusCode::NOT_FOUND, page))
}

fn html(status: StatusCode, page: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], page)
        .into_response()
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt" | "md" | "yaml") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_are_answered() {
        let headers = |host: &'static str, origin: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            headers
        };
        assert!(is_loopback(&headers("127.0.0.1:3000", None)));
        assert!(is_loopback(&headers("localhost:3000", Some("http://localhost:3000"))));
        assert!(!is_loopback(&headers("evil.example:3000", None)));
        assert!(!is_loopback(&headers("127.0.0.1:3000", Some("http://evil.example"))));
    }
}
