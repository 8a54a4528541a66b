//! The engine's transfer into the practice world, while things go wrong.

mod bad_input;
mod carrying;
mod damaged;
mod killed;
mod link;
mod lost;
mod names;
mod progress;
mod throttled;
mod zipped;
