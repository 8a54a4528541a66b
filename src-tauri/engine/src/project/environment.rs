use serde::{Deserialize, Serialize};

/// The environment's name in the upload address, lower case (`qa`, `uat`; facts 3.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EnvKey(pub String);

impl std::fmt::Display for EnvKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Which of the Portal's environments this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum EnvironmentKind {
    Qa,
    Uat,
    Stg,
    Prod,
    Custom,
}

/// What a healthy site answers. There is no health endpoint in the product (facts 3.9), so the
/// user decides what to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SiteExpectation {
    /// Path or full address to ask; empty means the site's root.
    pub path: String,
    /// Expected status code; 200 unless changed.
    pub status: u16,
    /// Text the answer must contain, if any.
    pub text: Option<String>,
}

impl Default for SiteExpectation {
    fn default() -> Self {
        Self {
            path: "/".into(),
            status: 200,
            text: None,
        }
    }
}

/// One environment of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Environment {
    pub key: EnvKey,
    pub kind: EnvironmentKind,
    /// As shown and as typed to confirm: `QA`, `UAT`, `PROD`.
    pub name: String,
    /// The site's address (`https://…`), if the user entered one.
    pub site: Option<String>,
    pub expectation: SiteExpectation,
}
