//! From a folder to a package, and from one package to the next, by the same face the window uses.

mod compare;
mod publish_folder;
#[cfg(unix)]
mod with_sdk;
mod workshop;
