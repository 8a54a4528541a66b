//! Connections, close enough to the metal to cut one in the middle.

mod body;
mod line;
mod listen;

pub(crate) use body::{BodyFault, WatchedBody};
pub(crate) use line::Line;
pub(crate) use listen::serve;
