//! Turns every command of `ipc.rs` into a permission, so that nothing is callable until the one
//! capability names it.

/// What Windows reads before it starts the program.
const PROGRAM: &str = include_str!("package/slipway.manifest.xml");

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/app/ipc.rs");
    println!("cargo:rerun-if-changed=src-tauri/app/package/slipway.manifest.xml");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/app/capabilities/*.json")
        .app_manifest(tauri_build::AppManifest::new().commands(command_names()))
        .windows_attributes(tauri_build::WindowsAttributes::new().app_manifest(PROGRAM));
    tauri_build::try_build(attributes).expect("the Tauri configuration is sound");
}

/// Reads the names out of the list in `ipc.rs`: a build script cannot call the crate it builds.
fn command_names() -> &'static [&'static str] {
    let names = include_str!("ipc.rs")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("commands::"))
        .filter_map(|path| path.trim_end_matches(',').rsplit("::").next())
        .collect::<Vec<_>>();
    Vec::leak(names)
}
