//! Everything there is to do with the repository, as `cargo xtask COMMAND`. One file per command;
//! plain std, so that the first `cargo xtask run` on a new machine starts within seconds.

mod bench;
mod bindings;
mod bundle;
mod clock;
mod command;
mod fuzz;
mod keychain;
mod needs;
mod packages;
mod place;
mod retold;
mod run;
mod screenshots;
mod setup;
mod supply;
mod test;
mod tour;
mod ui;
mod window;
mod windows;
mod workflow;

use std::process::ExitCode;

/// What a command could not do, in a sentence for the person at the terminal.
pub struct Stop(pub String);

impl<T: Into<String>> From<T> for Stop {
    fn from(sentence: T) -> Self {
        Self(sentence.into())
    }
}

impl Stop {
    const NOT_RUN: &str = "not run: ";

    /// Not run at all, because this computer lacks what it takes: no failure, and no success.
    pub fn not_run(why: &str) -> Self {
        Self(format!("{}{}", Self::NOT_RUN, why.trim()))
    }

    pub fn says_not_run(&self) -> bool {
        self.0.starts_with(Self::NOT_RUN)
    }
}

pub type Done = Result<(), Stop>;

const HELP: &str = "\
cargo xtask COMMAND

  run                      install what is missing, build, and open Slipway (a tour where there is no display)
  test [PART…] [-- ARGS]   install what tests need and run all of them, or the named parts
  tour [--out DIR] [--release]
                           walk through a practice release in a virtual display; leaves numbered pictures
  screenshots              the tour's pictures for the README and the guide, into docs/pictures
  bindings [--check]       write (or compare) ui/src/backend/bindings.ts
  bench [NAME…] [-- ARGS]  run the measurements in benches/, or the named ones
  bundle                   make this system's packages: .deb and .rpm, .msi and .exe, .app and .dmg
  windows [PART…] [-- ARGS]
                           on Linux: compile for Windows, test under Wine, make and try the installer
  licences [--check]       write (or compare) the list of others' work that the window shows
  supply                   hold what comes in against deny.toml, and ask who knows of holes
  fuzz [TARGET…] [--seconds N]
                           hostile bytes for every reader, or the named ones; a minute each unless told
  setup                    install what building and testing need, and nothing else
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let done = match command {
        "run" => run::run(),
        "test" => test::test(rest),
        "tour" => tour::tour(rest),
        "screenshots" => screenshots::screenshots(),
        "bindings" => bindings::bindings(rest),
        "bench" => bench::bench(rest),
        "bundle" => bundle::bundle(),
        "windows" => windows::windows(rest),
        "licences" => supply::licences(rest),
        "supply" => supply::supply(),
        "fuzz" => fuzz::fuzz(rest),
        "setup" => setup::everything(),
        "help" | "--help" | "-h" => {
            println!("{HELP}\nParts of the tests: {}", test::names());
            println!("Parts for Windows: {}", windows::names());
            Ok(())
        }
        other => Err(format!("There is no command “{other}”.\n\n{HELP}").into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) if stop.says_not_run() => {
            println!("\n{}", stop.0);
            ExitCode::SUCCESS
        }
        Err(Stop(sentence)) => {
            eprintln!("\n{sentence}");
            ExitCode::FAILURE
        }
    }
}
