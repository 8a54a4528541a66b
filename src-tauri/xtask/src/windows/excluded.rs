//! Tests that Wine is no Windows for, each with its reason.

pub struct Excluded {
    /// The test's whole name.
    pub test: &'static str,
    pub why: &'static str,
}

pub const EXCLUDED: &[Excluded] = &[];
