//! The real window on a display of its own, used the way a hand uses it: files are dragged onto
//! it, paths are typed into the system's file dialog, keys are pressed. `cargo xtask test desktop`
//! builds the window first.

#![cfg(target_os = "linux")]

mod ask_before_closing;
mod build;
mod choose;
mod compare;
mod connect;
mod contents;
mod few_actions;
mod interrupted;
mod keyboard;
mod on_disk;
mod restore;
mod set_aside;
mod ship;
mod untrusted;
mod user;
mod with_sdk;
mod workshop;
