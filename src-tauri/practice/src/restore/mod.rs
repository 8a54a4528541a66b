//! Custom restore (facts 3.7): a session with two containers apart from the environments, access to
//! them by SAS URLs, and restoring what was uploaded into an environment.

mod content;
mod desk;
mod orders;
mod restore;
mod session;

pub use content::RestoreContent;
pub use desk::{AccessLinks, CustomRestore};
pub use restore::EnvironmentRestore;
pub use session::{Access, RestoreSession};
