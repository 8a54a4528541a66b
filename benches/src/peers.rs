//! Where the programs are that carrying files is measured beside: named by the environment, brought
//! by `cargo xtask bench`, or on the path.

use std::path::{Path, PathBuf};

/// None if it is nowhere.
pub fn rclone() -> Option<PathBuf> {
    found("SLIPWAY_RCLONE", "python/bin/rclone", "rclone")
}

/// None if it is nowhere.
pub fn azcopy() -> Option<PathBuf> {
    let brought = "node_modules/@azure-tools/azcopy-linux/dist/bin/azcopy_linux_amd64";
    found("SLIPWAY_AZCOPY", brought, "azcopy")
}

fn found(variable: &str, brought: &str, name: &str) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join(name));
    std::iter::once(crate::data::target().join("peers").join(brought))
        .chain(on_path)
        .find(|candidate| is_program(candidate))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let about = std::fs::metadata(file);
    about.is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}
