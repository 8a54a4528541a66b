//! `cargo xtask tour`: the real window, walked through step by step, with a picture of each.

use std::path::PathBuf;
use std::process::Command;

use crate::command::done;
use crate::window::Profile;
use crate::{Done, place, setup, window};

/// What to walk through and where the pictures go.
pub struct Plan {
    pub out: PathBuf,
    pub profile: Profile,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            out: place::target().join("tour"),
            profile: Profile::Dev,
        }
    }
}

pub fn tour(arguments: &[String]) -> Done {
    walk(&read(arguments)?)
}

fn read(arguments: &[String]) -> Result<Plan, crate::Stop> {
    let mut plan = Plan::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || {
            rest.next()
                .cloned()
                .ok_or_else(|| format!("{argument} wants a value."))
        };
        match argument.as_str() {
            "--out" => plan.out = std::env::current_dir().unwrap_or_default().join(value()?),
            "--release" => plan.profile = Profile::Release,
            other => return Err(format!("The tour knows no “{other}”.").into()),
        }
    }
    Ok(plan)
}

/// Walks; anything that did not happen stops.
pub fn walk(plan: &Plan) -> Done {
    if !cfg!(target_os = "linux") {
        return Err("The tour drives WebKitGTK in a virtual display, which only Linux has.".into());
    }
    setup::for_window()?;
    let (slipway, tour) = window::with_tour(plan.profile)?;
    done(
        Command::new(tour)
            .arg(&plan.out)
            .env("SLIPWAY_WINDOW", slipway),
    )
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_unknown_word_or_one_without_its_value_is_refused() {
        let words = |line: &str| {
            line.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert!(
            read(&words("--release --out /tmp/pictures"))
                .is_ok_and(|plan| plan.out.ends_with("pictures"))
        );
        for wrong in ["--out", "--quickly"] {
            assert!(read(&words(wrong)).is_err(), "{wrong}");
        }
    }
}
