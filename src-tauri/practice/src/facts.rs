use crate::options::PracticeEnvironment;
use serde::Serialize;
use sha2::{Digest, Sha256};
use slipway_engine::project::{
    EnvKey, Environment, EnvironmentKind, Plan, Project, ProjectGuid, Role, SiteExpectation,
};
use slipway_engine::units::Moment;
use std::fmt;

/// What someone needs to know to work with a practice world: what the Portal would show them.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PracticeFacts {
    /// `http://127.0.0.1:PORT`, without a trailing slash.
    pub portal: String,
    pub project_guid: ProjectGuid,
    pub project_name: String,
    pub plan: Plan,
    /// The role of `token`, and of whoever uses the pages.
    pub role: Role,
    /// A personal access token (PAT) of `role`.
    pub token: String,
    /// One for every role.
    pub tokens: Vec<RoleToken>,
    /// What the production site's server says of itself.
    pub insights: InsightsFacts,
    /// In the order a release passes them.
    pub environments: Vec<EnvironmentFacts>,
    /// Start of the control calls, which no real Portal has.
    pub control: String,
    /// Uploads over this many bytes are refused.
    pub upload_limit: u64,
}

/// A personal access token and what it may do.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RoleToken {
    pub role: Role,
    pub token: String,
}

/// An application of Azure Application Insights, asked at the Portal's address.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct InsightsFacts {
    /// A GUID, as under **API Access**.
    pub app_id: String,
    /// An API key that may read telemetry.
    pub key: String,
}

/// An environment as the Portal shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnvironmentFacts {
    pub key: EnvKey,
    pub name: String,
    pub kind: EnvironmentKind,
    /// `http://127.0.0.1:PORT`, without a trailing slash.
    pub site: String,
}

/// The role people practise in: the one that may do everything a release needs (facts 3.4).
pub(crate) const PRACTISED_ROLE: Role = Role::DevopsEngineer;

const ROLES: [Role; 3] = [
    Role::TenantAdministrator,
    Role::DevopsEngineer,
    Role::Developer,
];

impl PracticeFacts {
    /// The practice world as a project like any other, as someone would enter it.
    pub fn project(&self, id: &str, created_at: Moment) -> Project {
        let environments = self.environments.iter().map(|one| Environment {
            key: one.key.clone(),
            kind: one.kind,
            name: one.name.clone(),
            site: Some(one.site.clone()),
            expectation: SiteExpectation::default(),
        });
        Project {
            id: id.to_owned(),
            name: self.project_name.clone(),
            guid: self.project_guid.clone(),
            portal: self.portal.clone(),
            plan: self.plan,
            role: self.role,
            environments: environments.collect(),
            practice: true,
            created_at,
        }
    }

    pub(crate) fn new(
        guid: &ProjectGuid,
        project_name: &str,
        upload_limit: u64,
        portal_port: u16,
        sites: &[(PracticeEnvironment, u16)],
    ) -> Self {
        let portal = address(portal_port);
        let environments = sites.iter().map(|(environment, port)| EnvironmentFacts {
            key: environment.key.clone(),
            name: environment.name.clone(),
            kind: environment.kind,
            site: address(*port),
        });
        Self {
            control: format!("{portal}/_practice"),
            portal,
            project_guid: guid.clone(),
            project_name: project_name.to_owned(),
            plan: Plan::Custom,
            role: PRACTISED_ROLE,
            token: token(guid, PRACTISED_ROLE),
            tokens: ROLES
                .map(|role| RoleToken {
                    role,
                    token: token(guid, role),
                })
                .into(),
            insights: InsightsFacts::of(guid),
            environments: environments.collect(),
            upload_limit,
        }
    }

    /// Whose token it is.
    pub(crate) fn role_of(&self, token: &str) -> Option<Role> {
        self.tokens
            .iter()
            .find(|known| known.token == token)
            .map(|known| known.role)
    }
}

/// As the pages write it.
pub(crate) fn role_words(role: Role) -> &'static str {
    match role {
        Role::TenantAdministrator => "Tenant Administrator",
        Role::DevopsEngineer => "DevOps Engineer",
        Role::Developer => "Developer",
    }
}

impl InsightsFacts {
    fn of(guid: &ProjectGuid) -> Self {
        let id = derived(&format!("practice application of {guid}"));
        Self {
            app_id: uuid::Uuid::from_bytes(id[..16].try_into().unwrap_or_default()).to_string(),
            key: hex(&derived(&format!("practice application key of {guid}"))),
        }
    }
}

fn token(guid: &ProjectGuid, role: Role) -> String {
    let digest = derived(&format!(
        "practice token of {guid} for {}",
        role_words(role)
    ));
    format!("practice_{}", hex(&digest))
}

/// Derived from the project rather than drawn and stored: it stays the same across restarts without
/// ever being written to a file.
fn derived(from: &str) -> [u8; 20] {
    let digest = Sha256::digest(from);
    std::array::from_fn(|at| digest[at])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn address(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

impl fmt::Debug for RoleToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RoleToken")
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for InsightsFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsightsFacts")
            .field("app_id", &self.app_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PracticeFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PracticeFacts")
            .field("portal", &self.portal)
            .field("project_guid", &self.project_guid)
            .field("environments", &self.environments)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promise_25_no_token_is_printed() {
        let facts = PracticeFacts::new(&ProjectGuid("g".into()), "n", 1, 2, &[]);
        let printed = format!("{facts:?} {:?}", facts.tokens);
        for known in &facts.tokens {
            assert!(!printed.contains(&known.token[9..17]));
        }
        let printed = format!("{facts:?} {:?}", facts.insights);
        assert!(!printed.contains(&facts.insights.key[..8]));
    }

    #[test]
    fn every_role_has_its_own_token_and_it_stays_the_same() {
        let facts = PracticeFacts::new(&ProjectGuid("g".into()), "n", 1, 2, &[]);
        for known in &facts.tokens {
            assert_eq!(facts.role_of(&known.token), Some(known.role));
        }
        assert_eq!(facts.role_of(&facts.token), Some(Role::DevopsEngineer));
        assert_eq!(facts.role_of(""), None);
        assert_eq!(
            facts,
            PracticeFacts::new(&ProjectGuid("g".into()), "n", 1, 2, &[])
        );
    }
}
