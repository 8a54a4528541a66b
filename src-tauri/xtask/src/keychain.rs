//! A session bus with an unlocked keychain on it, for tests of keeping secrets. Both end with the
//! command, and the keychain's file lies under `target`: the person's own is never touched.

use std::path::Path;
use std::process::Command;

use crate::command::installed;
use crate::{Stop, place};

/// Tells the tests that a keychain is there and must work.
const PROMISED: &str = "SLIPWAY_UNLOCKED_KEYCHAIN";

/// `$1` is the keychain's own home; the rest is the command.
const SESSION: &str = r#"
home=$1; shift
eval "$(printf 'a password for tests' | XDG_DATA_HOME=$home gnome-keyring-daemon --unlock --components=secrets --control-directory="$home")"
exec "$@"
"#;

/// The same command with a keychain at hand; unchanged where there is none to start.
pub fn at_hand(command: Command) -> Result<Command, Stop> {
    let missing = |name| installed(&[name]).is_none();
    if missing("dbus-run-session") || missing("gnome-keyring-daemon") {
        return Ok(command);
    }
    let home = place::target().join("xtask/keychain");
    let _ = std::fs::remove_dir_all(&home);
    private_folder(&home).map_err(|cause| format!("{}: {cause}", home.display()))?;
    let mut wrapped = Command::new("dbus-run-session");
    wrapped
        .args(["--", "sh", "-c", SESSION, "sh"])
        .arg(&home)
        .arg(command.get_program())
        .args(command.get_args())
        .env(PROMISED, "1");
    if let Some(folder) = command.get_current_dir() {
        wrapped.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(name, value),
            None => wrapped.env_remove(name),
        };
    }
    Ok(wrapped)
}

/// The keychain refuses a folder that others may look into.
fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path)
}
