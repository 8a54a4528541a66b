use super::EnvironmentKind;
use serde::{Deserialize, Serialize};

/// The user's role in Xperience Portal (facts 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Role {
    TenantAdministrator,
    DevopsEngineer,
    Developer,
}

/// Whether the documents let a role upload straight to an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum MayUpload {
    /// QA, for every role: one click.
    Plainly,
    /// The emergency path: reason and typed name.
    AsEmergency,
    /// The documents reserve it for DevOps Engineer and Tenant Administrator.
    No,
}

/// Who may upload where (facts 3.1, row "who").
pub fn may_upload(role: Role, kind: EnvironmentKind) -> MayUpload {
    match (kind, role) {
        (EnvironmentKind::Qa, _) => MayUpload::Plainly,
        (_, Role::DevopsEngineer | Role::TenantAdministrator) => MayUpload::AsEmergency,
        (_, Role::Developer) => MayUpload::No,
    }
}
