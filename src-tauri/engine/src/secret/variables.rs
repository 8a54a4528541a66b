//! Variables of the environment a pipeline hands secrets over in; never arguments, which others
//! can read.

use std::process::Command;

/// A personal access token.
pub const TOKEN_VARIABLE: &str = "SLIPWAY_PAT";
/// The link to a database's container.
pub const DATABASE_LINK_VARIABLE: &str = "SLIPWAY_DB_SAS";
/// The link to the container of the files.
pub const STORAGE_LINK_VARIABLE: &str = "SLIPWAY_STORAGE_SAS";

/// Takes them out of what a program that is started will find in its environment.
pub fn without_secrets(command: &mut Command) -> &mut Command {
    command
        .env_remove(TOKEN_VARIABLE)
        .env_remove(DATABASE_LINK_VARIABLE)
        .env_remove(STORAGE_LINK_VARIABLE)
}
