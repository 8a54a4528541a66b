//! Number 20: the .NET the application wants (facts 2.5).

use super::catalog::*;
use crate::package::content::Reading;
use crate::package::report::{Evidence, Finding};

/// Frameworks seen running on SaaS (facts 2.5); there is no official list.
const SEEN: [&str; 3] = ["net8.0", "net9.0", "net10.0"];

pub(super) fn check(reading: &Reading) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(runtime) = reading.runtime.as_ref() {
        let place = || [Evidence::named(&runtime.entry)];
        if let Some(framework) = &runtime.framework
            && !SEEN.contains(&framework.as_str())
        {
            findings.push(
                FRAMEWORK_UNUSUAL
                    .found()
                    .with("framework", framework)
                    .at(place()),
            );
        }
        if runtime.self_contained {
            findings.push(SELF_CONTAINED.found().at(place()));
        } else if !runtime.is_web {
            findings.push(NOT_WEB.found().at(place()));
        }
    }
    if let Some(dependencies) = reading.dependencies.as_ref()
        && let Some(platform) = &dependencies.platform
    {
        let place = Evidence::named(&dependencies.entry).showing(platform);
        findings.push(
            PLATFORM_SPECIFIC
                .found()
                .with("platform", platform)
                .at([place]),
        );
    }
    findings
}
