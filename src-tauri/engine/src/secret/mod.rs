//! The keychain, and types that cannot be printed.
//!
//! A [`Secret`] shows itself to nobody by accident; [`redact`] stands behind it and takes out of
//! any text what slipped through all the same; a [`Keychain`] keeps secrets beyond this session.
//! They are in no file, no database and no log.

mod guard;
mod keychain;
mod live;
#[cfg(any(test, feature = "sample"))]
mod lockable;
mod log;
mod os;
mod parts;
mod patterns;
mod reading;
mod redact;
mod session;
mod value;
mod variables;
mod worker;

pub use guard::stand_guard;
pub use keychain::{Keychain, KeychainHealth, KeychainTrouble};
#[cfg(any(test, feature = "sample"))]
pub use lockable::LockableKeychain;
pub use log::Redacting;
pub use os::OsKeychain;
pub use redact::{mask_known, redact};
pub use session::SessionKeychain;
pub use value::Secret;
pub use variables::{
    DATABASE_LINK_VARIABLE, STORAGE_LINK_VARIABLE, TOKEN_VARIABLE, without_secrets,
};

#[cfg(test)]
pub(crate) mod tests;
