//! Custom restore (facts 3.7): a session with two containers apart from the environments, access to
//! them by SAS URLs, and restoring what was uploaded into an environment.

mod content;
mod course;
mod desk;
mod orders;
mod session;

pub use content::RestoreContent;
pub use course::EnvironmentRestore;
pub use desk::{AccessLinks, CustomRestore};
pub use session::{Access, RestoreSession};
