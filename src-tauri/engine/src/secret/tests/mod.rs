//! Secrets that leak nowhere, and keychains that say what they did.

mod keychain;
mod masking;
mod promise_25;
mod tracing_log;
