//! Running other programs, with what they say going straight to the terminal.

use std::ffi::OsStr;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::clock::spoken;
use crate::{Done, Stop, place};

/// Between two looks whether something has ended.
const BLINK: Duration = Duration::from_millis(200);

/// Cargo at the repository's root: the very cargo that started this.
pub fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(place::root()).args(arguments);
    command
}

/// npm in the interface's folder.
pub fn npm(arguments: &[&str]) -> Command {
    // On Windows npm is a script, which only the command interpreter can start.
    let mut command = if cfg!(windows) {
        Command::new("cmd")
    } else {
        Command::new("npm")
    };
    if cfg!(windows) {
        command.args(["/C", "npm"]);
    }
    command.current_dir(place::ui()).args(arguments);
    prefer_own_node(&mut command);
    command
}

/// Node.js: the one that was installed for this repository, if it had to be.
pub fn node(arguments: &[&str]) -> Command {
    // A program's name is looked up before the command's own environment is made.
    let own = place::own_node().join("node");
    let mut command = Command::new(if own.is_file() {
        own.as_path()
    } else {
        "node".as_ref()
    });
    command.current_dir(place::root()).args(arguments);
    prefer_own_node(&mut command);
    command
}

fn prefer_own_node(command: &mut Command) {
    let own = place::own_node();
    if !own.is_dir() {
        return;
    }
    let usual = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(own).chain(std::env::split_paths(&usual));
    if let Ok(path) = std::env::join_paths(folders) {
        command.env("PATH", path);
    }
}

/// Runs to the end; anything but success stops.
pub fn done(command: &mut Command) -> Done {
    let line = written(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Stop(format!("`{line}` ended with {status}."))),
        Err(cause) => Err(Stop(format!("`{line}` does not start: {cause}."))),
    }
}

/// The same where time is limited: past `limit` it ends, with everything it has started, and counts
/// as not run.
pub fn done_within(command: &mut Command, limit: Duration) -> Done {
    let line = written(command);
    let mut running = in_a_group_of_its_own(command)
        .spawn()
        .map_err(|cause| Stop(format!("`{line}` does not start: {cause}.")))?;
    let begun = Instant::now();
    loop {
        match running.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(Stop(format!("`{line}` ended with {status}."))),
            Ok(None) if begun.elapsed() < limit => thread::sleep(BLINK),
            Ok(None) => break,
            Err(cause) => return Err(Stop(format!("`{line}` cannot be waited for: {cause}."))),
        }
    }
    end_group(&mut running);
    Err(Stop::not_run(&format!(
        "`{line}` was not through after {}",
        spoken(limit)
    )))
}

#[cfg(unix)]
fn in_a_group_of_its_own(command: &mut Command) -> &mut Command {
    std::os::unix::process::CommandExt::process_group(command, 0)
}

#[cfg(not(unix))]
fn in_a_group_of_its_own(command: &mut Command) -> &mut Command {
    command
}

fn end_group(running: &mut Child) {
    if cfg!(unix) {
        let group = format!("-{}", running.id());
        let _ = succeeds(Command::new("kill").args(["-KILL", "--", &group]));
    }
    let _ = running.kill();
    let _ = running.wait();
}

/// Whether it runs and succeeds, without a word.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What it prints, if it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The full path of the first of these programs that is installed.
pub fn installed(names: &[&str]) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

/// The command as one would type it.
pub fn written(command: &Command) -> String {
    let parts = std::iter::once(command.get_program()).chain(command.get_args());
    parts
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(all(test, unix))]
mod tests {
    use super::{done_within, succeeds};
    use std::process::Command;
    use std::time::Duration;

    #[test]
    fn what_takes_too_long_ends_with_everything_it_started_and_counts_as_not_run() {
        // No other process sleeps for just as long.
        let number = format!("9{}", std::process::id());
        let script = format!("sleep {number} & wait");
        let limit = Duration::from_millis(300);
        let ended = done_within(Command::new("sh").args(["-c", &script]), limit);
        assert!(ended.is_err_and(|stop| stop.says_not_run()));
        let line = format!("^sleep {number}$");
        assert!(!succeeds(Command::new("pgrep").args(["-f", &line])));
    }

    #[test]
    fn what_ends_in_time_is_judged_by_how_it_ended() {
        let limit = Duration::from_secs(60);
        assert!(done_within(&mut Command::new("true"), limit).is_ok());
        let ended = done_within(&mut Command::new("false"), limit);
        assert!(ended.is_err_and(|stop| !stop.says_not_run()));
    }
}
