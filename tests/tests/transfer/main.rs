//! The transfer of a custom restore at the desk, against the practice world: what a user orders,
//! what happens on the way, and what is known afterwards.

mod broken_off;
mod copied;
mod links;
mod reported;
mod stage;
mod steered;
mod watched;
mod whole_way;
