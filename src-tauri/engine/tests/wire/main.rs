//! The engine on the wire, against small servers on this computer that do exactly what a test
//! tells them to, and count what they see.

mod blob;
mod portal;
mod release;
mod scripted;
