//! Secrets that leak nowhere, and keychains that say what they did.

mod children;
mod guard;
mod keychain;
pub(crate) mod leaks;
mod links;
mod masking;
mod promise_25;
mod tracing_log;
