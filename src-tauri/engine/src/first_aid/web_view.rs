//! What shows the window.

use super::{AidCheck, AidFinding, AidOutcome};
use serde::{Deserialize, Serialize};

/// The system's web view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct WebView {
    pub kind: WebViewKind,
    /// As it names itself: `2.50.6`, `142.0.3595.80`; none where it does not tell.
    pub version: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum WebViewKind {
    #[serde(rename = "WebKitGTK")]
    WebKitGtk,
    #[serde(rename = "WebView2")]
    WebView2,
    #[serde(rename = "WKWebView")]
    WkWebView,
}

impl WebView {
    /// The one of the system Slipway was made for.
    pub fn of_this_system(version: Option<String>) -> Self {
        let kind = if cfg!(windows) {
            WebViewKind::WebView2
        } else if cfg!(target_os = "macos") {
            WebViewKind::WkWebView
        } else {
            WebViewKind::WebKitGtk
        };
        Self { kind, version }
    }
}

impl WebViewKind {
    /// As it writes itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::WebKitGtk => "WebKitGTK",
            Self::WebView2 => "WebView2",
            Self::WkWebView => "WKWebView",
        }
    }

    /// The first that shows what the interface is built for: Safari 16 and what came out with it.
    fn least(self) -> [u32; 2] {
        match self {
            Self::WebKitGtk => [2, 38],
            Self::WebView2 => [108, 0],
            // As part of Safari's build number.
            Self::WkWebView => [614, 1],
        }
    }
}

/// Holds the web view's version against the oldest that shows everything.
pub fn look_at_web_view(web_view: &WebView) -> AidFinding {
    let found = |outcome, code| {
        let finding = AidFinding::new(AidCheck::WebView, outcome, code);
        finding.with("name", web_view.kind.name())
    };
    let numbers = web_view.version.as_deref().and_then(first_two);
    let (Some(version), Some(numbers)) = (&web_view.version, numbers) else {
        return found(AidOutcome::NotTested, "web-view-not-known");
    };
    let least = web_view.kind.least();
    if numbers < least {
        let [major, minor] = least;
        return found(AidOutcome::Attention, "web-view-old")
            .with("version", version)
            .with("least", format!("{major}.{minor}"));
    }
    found(AidOutcome::Fine, "web-view-fine").with("version", version)
}

fn first_two(version: &str) -> Option<[u32; 2]> {
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    Some([numbers.next()??, numbers.next().flatten().unwrap_or(0)])
}
