//! The calls the documentation requires when the application starts.

use super::Looked;
use super::catalog::*;
use crate::disk::name_of;
use crate::package::project_folder::csharp::Source;
use crate::package::report::{Evidence, Finding};

const CLOUD_SERVICES: &str = "AddKenticoCloud";
const CLOUD_MIDDLEWARE: &str = "UseKenticoCloud";
const MIDDLEWARE: &str = "UseKentico";
/// Required of every Xperience application.
const XPERIENCE: [&str; 2] = ["AddKentico", MIDDLEWARE];
/// Required for the SaaS environment; without them parts of the site do not work there.
const CLOUD: [&str; 4] = [
    "AddXperienceCloudApplicationInsights",
    "AddXperienceCloudChannelRequirements",
    "AddXperienceCloudSendGrid",
    "AddXperienceCloudDataProtection",
];

/// One or two is what an application has.
const MOST_JUDGED: usize = 20;

pub(super) fn check(looked: &Looked<'_>) -> Vec<Finding> {
    let not_there = || Evidence::named(&looked.start_up());
    let missing = |name: &&&str| looked.calls(name).is_empty();
    let mut findings: Vec<Finding> = XPERIENCE
        .iter()
        .filter(missing)
        .map(|call| {
            XPERIENCE_NOT_STARTED
                .found()
                .with("call", call)
                .at([not_there()])
        })
        .collect();
    if looked.calls(CLOUD_MIDDLEWARE).is_empty() {
        findings.push(CLOUD_MIDDLEWARE_MISSING.found().at([not_there()]));
    }
    if looked.calls(CLOUD_SERVICES).is_empty() {
        findings.push(CLOUD_SERVICES_MISSING.found().at([not_there()]));
    }
    findings.extend(CLOUD.iter().filter(missing).map(|call| {
        CLOUD_CALL_MISSING
            .found()
            .with("call", call)
            .at([not_there()])
    }));
    findings.extend(late_middleware(looked));
    findings.extend(conditions(looked));
    findings
}

/// `UseKenticoCloud` comes before `UseKentico`, in the file where both stand.
fn late_middleware(looked: &Looked<'_>) -> Option<Finding> {
    let late = looked.sources.iter().filter_map(|source| {
        let cloud = *source.calls(CLOUD_MIDDLEWARE).first()?;
        let plain = *source.calls(MIDDLEWARE).first()?;
        (cloud > plain).then(|| source.place(cloud))
    });
    CLOUD_MIDDLEWARE_LATE.found_at(late)
}

/// The cloud services are added in the SaaS environments only: on a developer's computer their
/// settings are missing.
fn conditions(looked: &Looked<'_>) -> Vec<Finding> {
    let calls = looked.calls(CLOUD_SERVICES);
    let judged: Vec<(&Source, usize, Reach)> = calls
        .iter()
        .take(MOST_JUDGED)
        .map(|(source, at)| (*source, *at, reach(&source.conditions_around(*at))))
        .collect();
    // Somewhere else than where the application starts, the condition may stand around the caller.
    let always = judged
        .iter()
        .filter(|(source, _, reach)| *reach == Reach::Always && is_start_up(&source.path));
    let mut findings: Vec<Finding> = CLOUD_SERVICES_ALWAYS
        .found_at(always.map(|(source, at, _)| source.place(*at)))
        .into_iter()
        .collect();
    // Two calls may share the environments between them.
    if let [(source, at, Reach::Named(named))] = &judged[..] {
        let lacking = lacking(named);
        if !lacking.is_empty() {
            findings.push(
                CLOUD_SERVICES_NOT_EVERYWHERE
                    .found()
                    .with("environments", lacking.join(", "))
                    .at([source.place(*at)]),
            );
        }
    }
    findings
}

fn is_start_up(path: &str) -> bool {
    let name = name_of(path);
    ["program.cs", "startup.cs"].contains(&name.to_lowercase().as_str())
}

/// In which environments a call is made.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reach {
    Always,
    /// Those the condition names.
    Named(String),
    /// Under a condition that names none, or excludes some.
    Unknown,
}

/// Names that tell that a condition is about the environment.
const ENVIRONMENT_TESTS: [&str; 7] = [
    "IsQa",
    "IsUat",
    "IsProduction",
    "IsStaging",
    "IsDevelopment",
    "IsEnvironment",
    "EnvironmentName",
];

fn reach(conditions: &[String]) -> Reach {
    let about = conditions.iter().filter(|condition| {
        ENVIRONMENT_TESTS
            .iter()
            .any(|test| condition.contains(test))
    });
    let about: Vec<&String> = about.collect();
    match &about[..] {
        [] if conditions.is_empty() => Reach::Always,
        // A name without any negation is all that is understood.
        [only] if !only.contains('!') => Reach::Named((*only).clone()),
        _ => Reach::Unknown,
    }
}

/// Environments every project has that a condition leaves out: a deployment starts in QA and ends
/// in PROD.
fn lacking(condition: &str) -> Vec<&'static str> {
    // A test by name may mean any environment, and so may a comparison of its own.
    if condition.contains("EnvironmentName") {
        return Vec::new();
    }
    let by_name = |name: &str| condition.contains("IsEnvironment") && condition.contains(name);
    let mut lacking = Vec::new();
    if !condition.contains("IsQa") && !by_name("Qa") && !by_name("QA") {
        lacking.push("QA");
    }
    if !condition.contains("IsProduction") && !by_name("Production") {
        lacking.push("PROD");
    }
    lacking
}
