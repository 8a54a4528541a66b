//! Finds out what is missing on this computer and installs it, or says the one command that does.

use std::path::Path;
use std::process::Command;

use crate::command::{self, cargo, done, installed, npm, output, succeeds};
use crate::{Done, Stop, needs, packages, place, ui};

/// Vite 8 does not start with less.
const NODE: (u32, u32) = (20, 19);

/// What building the window needs, with the interface's packages in place.
pub fn for_building() -> Done {
    system_packages(needs::BUILD)?;
    node()?;
    ui::install()
}

/// What walking through the window needs on top.
pub fn for_window() -> Done {
    let all: Vec<&str> = needs::BUILD
        .iter()
        .chain(needs::WINDOW)
        .chain(needs::ARCHIVES)
        .copied()
        .collect();
    system_packages(&all)?;
    node()?;
    ui::install()
}

/// What the Rust tests need: all the window needs, and a storage to compare with.
pub fn for_rust() -> Done {
    for_window()?;
    packages::azurite()
}

/// What all tests need.
pub fn everything() -> Done {
    for_rust()?;
    for_reading()?;
    browser()
}

/// Node, and these system packages.
pub fn with(wanted: &[&str]) -> Done {
    system_packages(wanted)?;
    node()
}

/// Only Node and the interface's packages.
pub fn for_interface() -> Done {
    browser()?;
    node()?;
    ui::install()
}

fn browser() -> Done {
    if !cfg!(target_os = "linux") || installed(needs::BROWSERS).is_some() {
        return Ok(());
    }
    let [light, usual] = needs::BROWSER;
    system_packages(&[light]).or_else(|_| system_packages(&[usual]))
}

/// Only the tools that read the code.
pub fn for_reading() -> Done {
    rust_component("fmt", "rustfmt")?;
    rust_component("clippy", "clippy")
}

/// These of Debian's packages.
pub fn system_packages(wanted: &[&str]) -> Done {
    if !is_debian() {
        return by_hand();
    }
    let missing: Vec<&str> = wanted
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let Some(apt) = Apt::on_debian() else {
        return Err(Stop(format!(
            "Some system packages are missing. Install them, then run this again:\n\n    sudo apt-get update && sudo apt-get install -y {}",
            missing.join(" ")
        )));
    };
    println!("Installing {}", missing.join(" "));
    apt.install(&missing)
}

/// Debian, Ubuntu and their like.
fn is_debian() -> bool {
    cfg!(target_os = "linux") && Path::new("/usr/bin/apt-get").exists()
}

/// Nothing can be installed here; a missing part shows itself when the build looks for it.
fn by_hand() -> Done {
    let complete = if cfg!(target_os = "linux") {
        succeeds(Command::new("pkg-config").args([
            "--exists",
            "webkit2gtk-4.1",
            "librsvg-2.0",
            "dbus-1",
        ]))
    } else if cfg!(target_os = "macos") {
        succeeds(Command::new("xcode-select").arg("-p"))
    } else {
        true
    };
    if complete {
        Ok(())
    } else {
        Err(needs::BY_HAND.into())
    }
}

fn is_installed(package: &str) -> bool {
    let status = output(Command::new("dpkg-query").args(["-W", "-f=${db:Status-Abbrev}", package]));
    status.is_some_and(|status| status.starts_with("ii"))
}

/// apt-get with the right to install.
struct Apt {
    sudo: bool,
}

impl Apt {
    /// None on another system, and where a password would be asked for.
    fn on_debian() -> Option<Self> {
        if !is_debian() {
            return None;
        }
        let root = output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
        if root {
            return Some(Self { sudo: false });
        }
        succeeds(Command::new("sudo").args(["-n", "true"])).then_some(Self { sudo: true })
    }

    /// A fresh container knows no packages yet, and an old list names versions that are gone: in
    /// both cases the list is fetched, once.
    fn install(&self, packages: &[&str]) -> Done {
        let mut arguments = vec!["install", "-y", "--no-install-recommends"];
        arguments.extend(packages);
        if has_lists() && done(&mut self.get(&arguments)).is_ok() {
            return Ok(());
        }
        done(&mut self.get(&["update"]))?;
        done(&mut self.get(&arguments))
    }

    fn get(&self, arguments: &[&str]) -> Command {
        let mut command = if self.sudo {
            Command::new("sudo")
        } else {
            Command::new("env")
        };
        if self.sudo {
            command.arg("-n").arg("env");
        }
        command
            .args([
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "-q",
                "-o",
                "Dpkg::Use-Pty=0",
                // Another installation, of the system's own updates say, is waited for.
                "-o",
                "DPkg::Lock::Timeout=300",
            ])
            .args(arguments);
        command
    }
}

fn has_lists() -> bool {
    std::fs::read_dir("/var/lib/apt/lists").is_ok_and(|lists| {
        lists
            .flatten()
            .any(|list| list.file_name().to_string_lossy().ends_with("_Packages"))
    })
}

fn rust_component(subcommand: &str, component: &str) -> Done {
    if succeeds(&mut cargo(&[subcommand, "--version"])) {
        return Ok(());
    }
    done(Command::new("rustup").args(["component", "add", component])).map_err(|_| {
        Stop(format!(
            "`cargo {subcommand}` is missing. Install it: rustup component add {component}"
        ))
    })
}

fn node() -> Done {
    if has_node() {
        return Ok(());
    }
    if let Some(apt) = Apt::on_debian() {
        if !succeeds(&mut npm(&["--version"])) {
            apt.install(&["nodejs", "npm"])?;
        }
        if !has_node() {
            // Debian's may be older than Vite wants. npm brings a newer one, for this repository only.
            let home = place::target().join("xtask/node");
            std::fs::create_dir_all(&home)
                .map_err(|cause| format!("{}: {cause}", home.display()))?;
            let mut install = npm(&["install", "--no-audit", "--no-fund", "--prefix"]);
            done(install.arg(home).arg("node@22"))?;
        }
        if has_node() {
            return Ok(());
        }
    }
    let found = output(&mut command::node(&["--version"])).unwrap_or_else(|| "none".to_owned());
    Err(Stop(format!(
        "Slipway's interface is built with Node.js {}.{} or newer and npm; here is {}. Install it from https://nodejs.org, then run this again.",
        NODE.0,
        NODE.1,
        found.trim()
    )))
}

/// Whether Node.js is new enough and npm is there.
fn has_node() -> bool {
    output(&mut command::node(&["--version"])).is_some_and(|version| is_new_enough(&version))
        && succeeds(&mut npm(&["--version"]))
}

/// Reads `v20.19.4`.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(|n| n.parse::<u32>().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= NODE
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn an_old_node_is_recognised() {
        for enough in ["v20.19.0\n", "v20.20.2", "v22.1.0", "24.0.0"] {
            assert!(is_new_enough(enough), "{enough}");
        }
        for old in ["v20.18.9", "v18.20.4", "", "nonsense"] {
            assert!(!is_new_enough(old), "{old}");
        }
    }
}
