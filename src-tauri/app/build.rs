//! Turns every command of `ipc.rs` into a permission, so that nothing is callable until the one
//! capability names it.

/// What Windows reads before it starts the program.
const PROGRAM: &str = include_str!("package/slipway.manifest.xml");

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/app/ipc.rs");
    println!("cargo:rustc-env=SLIPWAY_COMMIT={}", commit());
    let target = std::env::var("TARGET").unwrap_or_default();
    println!("cargo:rustc-env=SLIPWAY_TARGET={target}");
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

/// The commit this is built from: what `SLIPWAY_COMMIT` says, else what git says of a release. Other
/// builds are not worth making again for every commit.
fn commit() -> String {
    const TOLD: &str = "SLIPWAY_COMMIT";
    println!("cargo:rerun-if-env-changed={TOLD}");
    let told = std::env::var(TOLD).ok().filter(|told| !told.is_empty());
    told.or_else(|| {
        let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
        release.then(commit_of_git).flatten()
    })
    .unwrap_or_else(|| "unknown".to_owned())
}

fn commit_of_git() -> Option<String> {
    println!("cargo:rerun-if-changed=.git/logs/HEAD");
    let git = std::process::Command::new("git")
        .args(["rev-parse", "--short=12", "HEAD"])
        .output()
        .ok()?;
    let said = String::from_utf8(git.stdout).ok()?;
    let commit = said.trim();
    let readable = git.status.success() && commit.chars().all(|c| c.is_ascii_hexdigit());
    (readable && !commit.is_empty()).then(|| commit.to_owned())
}
