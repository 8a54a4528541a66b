//! Transfers into a container.

mod conflicts;
mod depot;
mod journal;
mod names;
mod transfers;
mod trial;
mod trouble;
