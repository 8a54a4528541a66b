//! What systems do differently with files, said once: putting one in the place of another, files
//! another program holds, paths longer than old programs take, how a path is shown,
//! and paths from a root.

mod held;
mod long;
mod place;
mod relative;
mod shown;

pub(crate) use held::is_held_elsewhere;
pub(crate) use long::long;
pub(crate) use place::put_in_place;
pub(crate) use relative::{join, name_of, on_disk, parent_of};
pub(crate) use shown::shown;
