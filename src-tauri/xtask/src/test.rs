//! `cargo xtask test`: all tests, quick ones first, with a summary at the end. A part that did not
//! pass does not keep the others from running.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::clock::spoken;
use crate::command::{cargo, done, done_within, installed, npm, written};
use crate::retold::done_retelling;
use crate::window::{FEATURES, Profile};
use crate::{Done, Stop, bundle, keychain, needs, setup, supply, ui, window, windows, workflow};

/// A part of the tests: what it is called, what it needs to be installed, what it does.
struct Part {
    name: &'static str,
    tells: &'static str,
    needs: fn() -> Done,
    run: fn(&[String]) -> Done,
}

const PARTS: [Part; 12] = [
    Part {
        name: "format",
        tells: "the Rust code is formatted",
        needs: setup::for_reading,
        run: format,
    },
    Part {
        name: "ui-check",
        tells: "the interface's types hold",
        needs: setup::for_interface,
        run: |_| ui_script("check"),
    },
    Part {
        name: "ui-test",
        tells: "the interface's parts, in Chromium",
        needs: setup::for_interface,
        run: |_| ui_script("test"),
    },
    Part {
        name: "ui-flows",
        tells: "the interface's flows, with axe on every step",
        needs: setup::for_interface,
        run: |_| ui_script("e2e"),
    },
    Part {
        name: "rust",
        tells: "engine, practice world, command line, window contract",
        needs: setup::for_rust,
        run: rust,
    },
    Part {
        name: "supply",
        tells: "what comes in may come in, and is listed",
        needs: setup::for_interface,
        run: |_| supply::supply(),
    },
    Part {
        name: "desktop",
        tells: "the real window on a display of its own",
        needs: setup::for_window,
        run: desktop,
    },
    Part {
        name: "bundle",
        tells: "the .deb, taken apart and started",
        needs: setup::for_window,
        run: packed,
    },
    Part {
        name: "clippy",
        tells: "the Rust code is free of known slips",
        needs: setup::everything,
        run: clippy,
    },
    Part {
        name: "workflow",
        tells: "the workflow of GitHub Actions, linted",
        needs: || setup::with(&[]),
        run: |_| workflow::lint(),
    },
    Part {
        name: "native",
        tells: "by name only: engine, practice world and command line, as a system without the window's tests runs them",
        needs: || Ok(()),
        run: native,
    },
    Part {
        name: "windows",
        tells: "all of `cargo xtask windows`: compiled, run under Wine, installed",
        needs: || Ok(()),
        run: |_| windows::windows(&[]),
    },
];

/// Parts the whole run leaves out.
const BY_NAME_ONLY: [&str; 1] = ["native"];

/// Comes last, and in a whole run only as far as there is time.
const WINDOWS: &str = "windows";
/// A whole run is over after this, so that it can be made for every change.
const WHOLE_RUN: Duration = Duration::from_secs(82 * 60);
/// Less is not enough for it anywhere.
const LEAST_FOR_WINDOWS: Duration = Duration::from_secs(8 * 60);

/// The names of all parts, for the help text.
pub fn names() -> String {
    PARTS.map(|part| part.name).join(", ")
}

pub fn test(arguments: &[String]) -> Done {
    let (wanted, passed_on) = split(arguments);
    let parts = choose(wanted)?;
    let all = wanted.is_empty();
    let started = Instant::now();
    if all {
        setup::everything()?;
    }
    let mut results = vec![Outcome {
        name: "set-up",
        took: started.elapsed(),
        stopped: None,
    }];
    for part in parts {
        println!("\n── {}: {}", part.name, part.tells);
        let begun = Instant::now();
        let done = match part.name {
            WINDOWS if all => windows_within(WHOLE_RUN.saturating_sub(started.elapsed())),
            _ if all => (part.run)(passed_on),
            _ => (part.needs)().and_then(|()| (part.run)(passed_on)),
        };
        let stopped = done.err();
        if let Some(Stop(sentence)) = &stopped {
            // The lines that may follow were read just now.
            eprintln!("{}", sentence.lines().next().unwrap_or_default());
        }
        results.push(Outcome {
            name: part.name,
            took: begun.elapsed(),
            stopped,
        });
    }
    sum_up(&results, started.elapsed())
}

struct Outcome {
    name: &'static str,
    took: Duration,
    stopped: Option<Stop>,
}

fn sum_up(results: &[Outcome], took: Duration) -> Done {
    println!("\n── summary");
    for result in results {
        let mark = match &result.stopped {
            None => "passed",
            // Why was said where the part would have run.
            Some(stop) if stop.says_not_run() => "not run",
            Some(_) => "DID NOT PASS",
        };
        println!("{:<10} {:>12}   {mark}", result.name, spoken(result.took));
    }
    println!("{:<10} {:>12}", "all", spoken(took));
    let not_passed: Vec<&Outcome> = results
        .iter()
        .filter(|result| {
            result
                .stopped
                .as_ref()
                .is_some_and(|stop| !stop.says_not_run())
        })
        .collect();
    if not_passed.is_empty() {
        return Ok(());
    }
    let lines = not_passed
        .iter()
        .filter_map(|r| Some(format!("  {}: {}", r.name, r.stopped.as_ref()?.0)));
    Err(Stop(format!(
        "{} of {} parts did not pass:\n{}",
        not_passed.len(),
        results.len(),
        lines.collect::<Vec<_>>().join("\n")
    )))
}

/// What stands before `--` names parts; what stands after goes to the Rust tests.
fn split(arguments: &[String]) -> (&[String], &[String]) {
    match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[]),
    }
}

fn choose(wanted: &[String]) -> Result<Vec<&'static Part>, Stop> {
    if let Some(unknown) = wanted
        .iter()
        .find(|name| !PARTS.iter().any(|part| part.name == *name))
    {
        return Err(Stop(format!(
            "There is no part “{unknown}”. There are: {}.",
            names()
        )));
    }
    static ALL: [Part; 12] = PARTS;
    Ok(ALL
        .iter()
        .filter(|part| {
            let whole_run = wanted.is_empty() && !BY_NAME_ONLY.contains(&part.name);
            whole_run || wanted.iter().any(|name| name == part.name)
        })
        .collect())
}

/// In a process of its own, which can be ended.
fn windows_within(left: Duration) -> Done {
    if left < LEAST_FOR_WINDOWS {
        return Err(Stop::not_run(
            "the other parts took the time of a whole run; `cargo xtask windows` runs it alone",
        ));
    }
    windows::at_hand()?;
    done_within(&mut cargo(&["xtask", WINDOWS]), left)
}

fn format(_: &[String]) -> Done {
    done(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy(_: &[String]) -> Done {
    ui::build()?;
    // The two that drive the window are no default targets, so that a plain `cargo test` needs none.
    let targets = ["--all-targets", "--test", "desktop", "--test", "bundle"];
    done_retelling(
        cargo(&["clippy", "--workspace", FEATURES])
            .args(targets)
            .args(["--", "--deny", "warnings"]),
    )
}

fn ui_script(script: &str) -> Done {
    let mut npm = npm(&["run", "--silent", script]);
    // A server another run left behind shows another interface.
    npm.env("CI", "true");
    // Nor does one that runs now, in another terminal, stand in the way.
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|probe| probe.local_addr());
    if let Ok(address) = free {
        npm.env("PREVIEW_PORT", address.port().to_string());
    }
    if let Some(browser) = installed(needs::BROWSERS) {
        npm.env("CHROMIUM", browser);
    }
    done_retelling(&mut npm)
}

/// Everything but what drives the window.
fn rust(passed_on: &[String]) -> Done {
    ui::build()?;
    let mut tests = cargo(&["test", "--workspace", FEATURES, "--no-fail-fast", "--"]);
    tests.args(passed_on);
    let line = written(&tests);
    let mut tests = keychain::at_hand(tests)?;
    let whole = written(&tests);
    done_retelling(&mut tests).map_err(|Stop(said)| Stop(said.replacen(&whole, &line, 1)))
}

/// What needs neither a display nor a keychain made for tests.
fn native(passed_on: &[String]) -> Done {
    let mut tests = cargo(&["test", "--no-fail-fast"]);
    for package in windows::PACKAGES {
        tests.args(["--package", package]);
    }
    done_retelling(tests.arg("--").args(passed_on))
}

fn desktop(passed_on: &[String]) -> Done {
    if !cfg!(target_os = "linux") {
        println!("Left out: it drives WebKitGTK in a virtual display, which only Linux has.");
        return Ok(());
    }
    let window = window::for_tests()?;
    let mut tests = cargo(&["test", "--workspace", FEATURES, "--test", "desktop", "--"]);
    // Two windows at a time keep two cores busy without making each other late.
    done_retelling(
        tests
            .args(["--test-threads", "2"])
            .args(passed_on)
            .env("SLIPWAY_WINDOW", window),
    )
}

/// The package holds the very window the desktop tests drove.
fn packed(passed_on: &[String]) -> Done {
    if !cfg!(target_os = "linux") {
        println!("Left out: a .deb is made and started on Linux only.");
        return Ok(());
    }
    window::for_tests()?;
    let deb = bundle::pack(Profile::Dev, "deb")?.remove(0);
    done_retelling(
        cargo(&["test", "--workspace", FEATURES, "--test", "bundle", "--"])
            .args(passed_on)
            .env("SLIPWAY_DEB", deb),
    )
}
