//! Finding `dotnet` and asking it which SDK it would use.

use super::picture::SdkState;
use super::picture::{BuildStep, CommandLine, OutputLine};
use super::run::{Ending, Limits, run};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long `dotnet` may take to tell its version; a first start on a slow disk takes seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// What of the computer matters for running the SDK. Passed in, so that a test can have another.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Folders programs are looked for in, in order.
    pub program_folders: Vec<PathBuf>,
    pub patience: Option<Duration>,
}

impl Surroundings {
    /// This computer: `PATH`, `DOTNET_ROOT`, and where the installers of the three systems put
    /// .NET, because a window started from the desktop may have a short `PATH`.
    pub fn of_this_computer() -> Self {
        let var = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let on_path = std::env::split_paths(&var("PATH").unwrap_or_default()).collect::<Vec<_>>();
        let home = var("HOME").or_else(|| var("USERPROFILE"));
        let usual = [
            var("DOTNET_ROOT").map(PathBuf::from),
            home.map(|home| Path::new(&home).join(".dotnet")),
            var("ProgramFiles").map(|folder| Path::new(&folder).join("dotnet")),
            Some("/usr/local/share/dotnet".into()),
            Some("/usr/share/dotnet".into()),
            Some("/usr/lib/dotnet".into()),
        ];
        Self {
            // A relative entry would make a program of the user's folder.
            program_folders: on_path
                .into_iter()
                .chain(usual.into_iter().flatten())
                .filter(|folder| folder.is_absolute())
                .collect(),
            patience: None,
        }
    }

    /// The `dotnet` program; none if there is none.
    pub fn dotnet(&self) -> Option<PathBuf> {
        let name = if cfg!(windows) {
            "dotnet.exe"
        } else {
            "dotnet"
        };
        self.program_folders
            .iter()
            .map(|folder| folder.join(name))
            .find(|program| is_program(program))
    }
}

fn is_program(path: &Path) -> bool {
    let Ok(about) = std::fs::metadata(path) else {
        return false;
    };
    #[cfg(unix)]
    let may_run = std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let may_run = true;
    about.is_file() && may_run
}

/// Which SDK `dotnet` would use in `folder`. Asking changes nothing there and runs no code of the
/// project.
pub(super) fn ask(folder: &Path, surroundings: &Surroundings) -> SdkState {
    let Some(program) = surroundings.dotnet() else {
        return SdkState::NotFound;
    };
    let limits = Limits {
        longest: Some(surroundings.patience.unwrap_or(PATIENCE)),
        ..Limits::default()
    };
    let lines = std::sync::Mutex::new(Vec::<OutputLine>::new());
    let ending = run(
        &program,
        &[OsString::from("--version")],
        folder,
        BuildStep::BuildProject,
        &limits,
        &|line| lines.lock().unwrap_or_else(|p| p.into_inner()).push(line),
        &|| false,
    );
    let lines = lines.into_inner().unwrap_or_else(|p| p.into_inner());
    let program = program.display().to_string();
    match ending {
        Ok(Ending::Exited { code: Some(0) }) => {
            match lines.iter().rev().find_map(|line| version(&line.text)) {
                Some(version) => SdkState::Found { version, program },
                None => SdkState::NoAnswer { program },
            }
        }
        Ok(Ending::Exited { .. }) => not_usable(&lines, program),
        Ok(_) | Err(_) => SdkState::NoAnswer { program },
    }
}

/// `dotnet` answers in the user's language; only names and versions are relied on.
fn not_usable(lines: &[OutputLine], program: String) -> SdkState {
    let told = |what: &str| {
        lines
            .iter()
            .any(|line| line.text.to_lowercase().contains(what))
    };
    if told("global.json") {
        let wanted = lines.iter().find_map(|line| {
            let (_, after) = line.text.rsplit_once(':')?;
            version(after)
        });
        return SdkState::OtherVersionWanted { wanted, program };
    }
    SdkState::RuntimeOnly { program }
}

/// A line that is nothing but a version, `10.0.100` or `10.0.100-rc.2`.
fn version(line: &str) -> Option<String> {
    let line = line.trim();
    let numbers = line.split(['-', '+']).next()?;
    let parts: Vec<&str> = numbers.split('.').collect();
    let plain = parts.len() >= 3
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    (plain && !line.contains(' ')).then(|| line.to_owned())
}

/// How a command is shown: the program's name and its arguments, quoted where a shell wants it.
pub(super) fn as_text(program: &str, arguments: &[OsString]) -> String {
    let mut text = program.to_owned();
    for argument in arguments {
        text.push(' ');
        text.push_str(&quoted(&argument.to_string_lossy()));
    }
    text
}

fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,@".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', "'\\''"))
    }
}

pub(super) fn shown(
    step: BuildStep,
    arguments: &[OsString],
    folder: &Path,
    writes: &[&str],
) -> CommandLine {
    CommandLine {
        step,
        text: as_text("dotnet", arguments),
        folder: folder.display().to_string(),
        writes: writes.iter().map(|path| (*path).to_owned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_told_from_other_lines() {
        assert_eq!(version(" 10.0.100 ").as_deref(), Some("10.0.100"));
        assert_eq!(version("9.0.100-rc.2").as_deref(), Some("9.0.100-rc.2"));
        for other in ["", "10", "Welcome to .NET 10.0.0!", "a.b.c", "1..2"] {
            assert_eq!(version(other), None, "{other}");
        }
    }

    #[test]
    fn what_a_shell_would_take_apart_is_quoted() {
        let arguments =
            ["--repository-path", "./$CDRepository", "-o", "/tmp/a b"].map(OsString::from);
        assert_eq!(
            as_text("dotnet", &arguments),
            "dotnet --repository-path './$CDRepository' -o '/tmp/a b'"
        );
    }
}
