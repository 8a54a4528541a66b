//! The one window.

use crate::events::QuitAsked;
use crate::state::App;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder};
use tauri_specta::Event;

const LABEL: &str = "main";

pub fn open(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Slipway")
        .inner_size(1280.0, 800.0)
        .min_inner_size(640.0, 480.0)
        .on_navigation(|url| is_own_page(url.as_str()))
        .build()?;
    Ok(())
}

/// Nothing but Slipway's own page is ever shown in the window; links are opened in the browser.
fn is_own_page(url: &str) -> bool {
    let dev_server = cfg!(dev) && url.starts_with("http://localhost:5183/");
    let own = ["tauri://localhost", "http://tauri.localhost"]
        .iter()
        .filter_map(|origin| url.strip_prefix(origin))
        .any(|rest| rest.is_empty() || rest.starts_with('/'));
    dev_server || own
}

/// A second start brings the first window to the front instead of opening the ledger twice.
pub fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Whether closing has to wait for the user's answer. The interface is told what still runs.
pub fn keep_open(app: &AppHandle) -> bool {
    let jobs = app.state::<App>().unfinished();
    if jobs.is_empty() {
        return false;
    }
    QuitAsked { jobs }.emit(app).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_own_page;

    #[test]
    fn the_window_refuses_to_leave_its_own_page() {
        assert!(is_own_page("tauri://localhost/index.html"));
        for elsewhere in [
            "https://example.com/",
            "http://tauri.localhost.example.com/",
            "file:///etc/passwd",
            "tauri://localhostage/",
        ] {
            assert!(!is_own_page(elsewhere), "{elsewhere}");
        }
    }
}
