//! The keychain of this computer.
