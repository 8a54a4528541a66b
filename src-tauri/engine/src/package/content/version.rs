//! Xperience version numbers, as far as they are compared.

use std::fmt;

/// `31.6.2` of `31.6.2`, `31.6.2-preview` or `31.6.2.0`: hotfixes count, tags do not, because
/// packages of one release may carry them (facts 2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct XperienceVersion {
    major: u32,
    minor: u32,
    patch: u32,
}

impl XperienceVersion {
    pub(crate) const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self {
            major,
            minor,
            patch,
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let numbers = text.trim().split(['-', '+']).next()?;
        let mut parts = numbers.split('.').map(|part| part.parse::<u32>().ok());
        let version = Self {
            major: parts.next()??,
            minor: parts.next()??,
            patch: parts.next().unwrap_or(Some(0))?,
        };
        parts.all(|rest| rest.is_some()).then_some(version)
    }
}

impl fmt::Display for XperienceVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number_and_not_by_letter() {
        let version = |text| XperienceVersion::parse(text).expect("a version");
        assert!(version("30.10.0") > version("30.9.2"));
        assert_eq!(version("31.6.2-preview"), version("31.6.2"));
        assert_eq!(version("30.8.0.0"), version("30.8"));
        assert_eq!(version(" 31.6.2 ").to_string(), "31.6.2");
    }

    #[test]
    fn what_is_no_version_is_none() {
        for text in [
            "",
            "latest",
            "31",
            "31.x.2",
            "31.6.-1",
            "31.6.2.x",
            "99999999999.0.0",
        ] {
            assert_eq!(XperienceVersion::parse(text), None, "{text}");
        }
    }
}
