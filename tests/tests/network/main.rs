//! Slipway in a company's network: behind a proxy that asks for a password and looks inside, with
//! an authority of the company's own, and with nobody asked whom the user did not enter.

#![cfg(target_os = "linux")]

mod alone;
mod company;
mod entered_hosts;
mod errand;
mod proxy;
mod setting;
#[path = "../../../src-tauri/engine/tests/wire/scripted/tls.rs"]
mod tls;
mod trust;
mod updates;
