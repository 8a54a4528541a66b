//! Messages that are known word for word, each with what it says in its gaps (facts 1.6 and 4;
//! those of .NET, SQL Server and IIS from their own documentation).

use super::safe::safe;
use std::collections::BTreeMap;

/// One kind of message.
#[derive(Debug)]
pub(super) struct Known {
    /// `release.log.<code>.title`, `.means` and `.todo` word it.
    pub code: &'static str,
    /// How it is written; `{name}` stands for anything on the same line.
    patterns: &'static [&'static str],
}

/// What a line is known as, with the values of its gaps.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Recognised {
    pub code: &'static str,
    pub params: BTreeMap<String, String>,
}

/// All of them; of two that fit a line the first counts.
pub(super) const KNOWN: &[Known] = &[
    Known {
        code: "version-lower",
        patterns: &[
            "The Xperience version of the package ({version}) is lower than the version in the target environment ({target})",
        ],
    },
    Known {
        code: "repository-version",
        patterns: &[
            "Xperience Continuous Integration or Deployment can run only on same version as '{version}'",
        ],
    },
    Known {
        code: "database-version",
        patterns: &[
            "The database version '{database}' does not match the project version '{project}'",
        ],
    },
    Known {
        code: "types-not-supported",
        patterns: &["One or more object types are not supported by the repository: {types}"],
    },
    Known {
        code: "repository-not-found",
        patterns: &["Cannot detect CD repository on path '{path}'"],
    },
    Known {
        code: "assets-directory-name",
        patterns: &["Storage asset directory '{name}' does not have a valid name"],
    },
    Known {
        code: "publish-stopped",
        patterns: &["Publishing the website failed"],
    },
    Known {
        code: "assembly-not-found",
        patterns: &["Cannot find path '{file}.dll' because it does not exist"],
    },
    Known {
        code: "file-in-use",
        patterns: &[
            "The process cannot access the file '{file}' because it is being used by another process",
        ],
    },
    Known {
        code: "path-too-long",
        patterns: &[
            "The specified path, file name, or both are too long",
            "System.IO.PathTooLongException",
        ],
    },
    Known {
        code: "hash-salt",
        patterns: &["Relative path hash validation has failed"],
    },
    Known {
        code: "read-only-mode",
        patterns: &["ReadOnlyModeException"],
    },
    Known {
        code: "library-missing",
        patterns: &["Could not load file or assembly '{library}'"],
    },
    Known {
        code: "application-does-not-start",
        patterns: &[
            "HTTP Error 500.30",
            "HTTP Error 500.31",
            "HTTP Error 500.32",
            "ASP.NET Core app failed to start",
        ],
    },
    Known {
        code: "table-missing",
        patterns: &["Invalid object name '{table}'"],
    },
    Known {
        code: "database-timeout",
        patterns: &["Execution Timeout Expired"],
    },
    Known {
        code: "database-not-reached",
        patterns: &[
            "A network-related or instance-specific error occurred while establishing a connection to SQL Server",
        ],
    },
    Known {
        code: "disk-full",
        patterns: &[
            "There is not enough space on the disk",
            "No space left on device",
        ],
    },
];

/// What the line is known as.
pub(super) fn recognise(line: &str) -> Option<Recognised> {
    KNOWN.iter().find_map(|known| {
        let gaps = known
            .patterns
            .iter()
            .find_map(|pattern| gaps(pattern, line))?;
        Some(Recognised {
            code: known.code,
            params: gaps
                .into_iter()
                .map(|(name, value)| (name.to_owned(), safe(value)))
                .collect(),
        })
    })
}

/// What stands in the gaps of the pattern, if the line holds it.
fn gaps<'p, 'l>(pattern: &'p str, line: &'l str) -> Option<Vec<(&'p str, &'l str)>> {
    let (first, mut pattern) = pattern.split_once('{').unwrap_or((pattern, ""));
    let mut rest = &line[line.find(first)? + first.len()..];
    let mut found = Vec::new();
    while let Some((name, behind)) = pattern.split_once('}') {
        let (text, next) = behind.split_once('{').unwrap_or((behind, ""));
        let end = match text {
            "" => rest.len(),
            text => rest.find(text)?,
        };
        found.push((name, &rest[..end]));
        rest = &rest[end + text.len()..];
        pattern = next;
    }
    Some(found)
}

#[cfg(test)]
impl Known {
    /// Names of the values every finding of this kind carries.
    pub(super) fn params(&self) -> std::collections::BTreeSet<&'static str> {
        let of = |pattern: &'static str| {
            let gaps = pattern.split('{').skip(1);
            gaps.filter_map(|part| part.split('}').next()).collect()
        };
        let mut all = self.patterns.iter().map(|pattern| of(pattern));
        let first: std::collections::BTreeSet<_> = all.next().unwrap_or_default();
        all.fold(first, |a, b: std::collections::BTreeSet<_>| {
            a.intersection(&b).copied().collect()
        })
    }

    /// A line for each way it is written, the gaps filled.
    pub(super) fn samples(&self) -> Vec<String> {
        let filled = |pattern: &&str| pattern.replace(['{', '}'], "");
        self.patterns.iter().map(filled).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_message_is_recognised_as_itself() {
        for known in KNOWN {
            for sample in known.samples() {
                let line = format!("2026-07-17T19:57:00.000Z [ERR] {sample}");
                let found = recognise(&line).expect("it is known");
                assert_eq!(found.code, known.code, "{line}");
                for name in known.params() {
                    assert_eq!(found.params[name], name, "{line}");
                }
            }
        }
    }

    #[test]
    fn what_stands_in_a_message_is_told_without_secrets() {
        let line = "Cannot detect CD repository on path 'C:\\Users\\anna\\$CDRepository'.";
        let found = recognise(line).expect("it is known");
        assert_eq!(found.params["path"], "C:\\Users\\***\\$CDRepository");
    }

    #[test]
    fn a_message_that_is_cut_or_only_alike_is_not_known() {
        for line in [
            "",
            "Cannot detect CD repository on path 'C:\\x",
            "Invalid object name",
            "The CD repository was detected on path 'x'",
        ] {
            assert_eq!(recognise(line), None, "{line}");
        }
    }
}
