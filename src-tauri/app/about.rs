//! Which Slipway this is.

use crate::web_view::web_view;
use serde::Serialize;
use slipway_engine::support::{About, this_system};
use specta::Type;

/// What changed in each version, as it stands in the project.
const CHANGES: &str = include_str!("../../CHANGELOG.md");

/// Everything that is told about this program.
#[derive(Debug, Clone, Serialize, Type)]
pub struct AboutSlipway {
    pub build: About,
    /// Markdown as of keepachangelog.com.
    pub changes: String,
}

pub fn about_slipway() -> AboutSlipway {
    AboutSlipway {
        build: about(),
        changes: CHANGES.to_owned(),
    }
}

pub fn about() -> About {
    About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: env!("SLIPWAY_COMMIT").to_owned(),
        target: env!("SLIPWAY_TARGET").to_owned(),
        system: this_system(),
        web_view: web_view(),
    }
}
