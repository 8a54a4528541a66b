//! What the system shows the window with, and what is said where it is missing.

use crate::words;
use slipway_engine::first_aid::WebView;
use std::collections::BTreeMap;

pub fn web_view() -> WebView {
    WebView::of_this_system(tauri::webview_version().ok())
}

/// Whether a window can be shown. A Windows that never got the WebView2 Runtime cannot, and a program
/// without a console would end there without a word: it says what is missing in the system's own box.
pub fn is_there() -> bool {
    let there = !cfg!(windows) || tauri::webview_version().is_ok();
    if !there {
        let say = |key| words::SYSTEM.say(key, &BTreeMap::new()).unwrap_or_default();
        rfd::MessageDialog::new()
            .set_level(rfd::MessageLevel::Error)
            .set_title(say("web-view.missing.title"))
            .set_description(say("web-view.missing.text"))
            .show();
    }
    there
}
