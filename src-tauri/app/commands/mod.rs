//! What the window may ask for: thin adapters, one file per flow. The kind is in the name:
//! `query_` reads, `action_` does one thing at once, `job_` starts something that takes time.

pub mod about;
pub mod build;
pub mod compare;
pub mod first_aid;
pub mod history;
pub mod home;
pub mod house;
pub mod measure;
pub mod network;
pub mod packages;
pub mod papers;
pub mod projects;
pub mod release;
pub mod restore;
pub mod shell;
pub mod support;
pub mod transfer;
pub mod updates;
pub mod upload;
