//! Adding, changing and removing projects.

use super::{Desk, FieldProblem, ProjectSaved};
use crate::fault::Fault;
use crate::ledger::EntryDraft;
use crate::project::{
    EnvKey, Environment, EnvironmentKind, Plan, PortalAddress, Project, ProjectDraft,
    read_portal_address, read_site_address,
};
use crate::secret::Secret;
use std::collections::BTreeSet;

impl Desk {
    pub fn projects(&self) -> Result<Vec<Project>, Fault> {
        self.0.ledger.projects()
    }

    /// Saves what the user filled in, or names the fields to mend.
    pub fn save_project(&self, draft: ProjectDraft) -> Result<ProjectSaved, Fault> {
        let before = match &draft.id {
            Some(id) => Some(self.project(id)?),
            None => None,
        };
        let project = match self.accept(draft, before.as_ref()) {
            Ok(project) => project,
            Err(problems) => return Ok(ProjectSaved::Problems { problems }),
        };
        if let Some(before) = before
            .as_ref()
            .filter(|b| b.guid != project.guid || b.portal != project.portal)
        {
            self.forget_token_of(before)?;
        }
        self.0.ledger.save_project(&project)?;
        let kind = if before.is_some() {
            "project-changed"
        } else {
            "project-added"
        };
        self.write_entry(EntryDraft::new(kind).project(&project))?;
        Ok(ProjectSaved::Saved { project })
    }

    /// Adds or refreshes the practice project; its addresses change when its ports do.
    pub fn keep_practice_project(&self, project: Project, token: Secret) -> Result<Project, Fault> {
        let known = self.0.ledger.project(&project.id)?.is_some();
        self.0.ledger.save_project(&project)?;
        self.lend_token(&project, &token)?;
        if !known {
            self.write_entry(EntryDraft::new("project-added").project(&project))?;
        }
        Ok(project)
    }

    /// Removes a project, its token, the links of its restores and the passwords of its probes. What happened in it stays in
    /// the history.
    pub fn remove_project(&self, id: &str) -> Result<(), Fault> {
        let project = self.project(id)?;
        self.forget_token(id)?;
        self.forget_links_of_project(id)?;
        self.forget_probe_passwords(&project)?;
        self.forget_metrics(id)?;
        self.0.ledger.remove_project(id)?;
        self.write_entry(EntryDraft::new("project-removed").project(&project))?;
        Ok(())
    }

    fn accept(
        &self,
        draft: ProjectDraft,
        before: Option<&Project>,
    ) -> Result<Project, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let name = draft.name.trim().to_owned();
        if name.is_empty() {
            problems.push(problem("name", "name-missing"));
        }
        let address = match (before, read_portal_address(&draft.address)) {
            (_, Ok(address)) => Some(address),
            (_, Err(fault)) => {
                problems.push(FieldProblem {
                    field: "address".into(),
                    code: fault.code,
                    params: fault.params,
                });
                None
            }
        };
        let environments = accept_environments(draft.environments, draft.plan, &mut problems);
        let Some(PortalAddress { guid, portal }) = address.filter(|_| problems.is_empty()) else {
            return Err(problems);
        };
        // A bare GUID says nothing about the Portal; an edited project keeps its own.
        let portal = before
            .filter(|p| p.guid == guid && !draft.address.contains("://"))
            .map_or(portal, |p| p.portal.clone());
        Ok(Project {
            id: before.map_or_else(|| uuid::Uuid::new_v4().to_string(), |p| p.id.clone()),
            name,
            guid,
            portal,
            plan: draft.plan,
            role: draft.role,
            environments,
            practice: before.is_some_and(|p| p.practice),
            created_at: before.map_or_else(|| self.0.clock.now(), |p| p.created_at),
        })
    }
}

fn accept_environments(
    drafts: Vec<Environment>,
    plan: Plan,
    problems: &mut Vec<FieldProblem>,
) -> Vec<Environment> {
    if drafts.is_empty() {
        problems.push(problem("environments", "environments-missing"));
    }
    let mut keys = BTreeSet::new();
    let mut accepted = Vec::new();
    for (index, mut environment) in drafts.into_iter().enumerate() {
        let field = |name: &str| format!("environments.{index}.{name}");
        environment.name = environment.name.trim().to_owned();
        environment.key = EnvKey(environment.key.0.trim().to_ascii_lowercase());
        if environment.name.is_empty() {
            problems.push(problem(&field("name"), "environment-name-missing"));
        }
        if !is_address_part(&environment.key.0) {
            problems.push(problem(&field("key"), "environment-key-invalid"));
        } else if !keys.insert(environment.key.clone()) {
            problems.push(problem(&field("key"), "environment-twice"));
        }
        if plan == Plan::Standard
            && matches!(
                environment.kind,
                EnvironmentKind::Uat | EnvironmentKind::Custom
            )
        {
            problems.push(problem(&field("kind"), "environment-needs-custom-plan"));
        }
        if !(100..=599).contains(&environment.expectation.status) {
            problems.push(problem(&field("expectation.status"), "status-invalid"));
        }
        environment.expectation.text = environment
            .expectation
            .text
            .filter(|t| !t.trim().is_empty());
        environment.site = match environment
            .site
            .filter(|s| !s.trim().is_empty())
            .map(|s| read_site_address(&s))
        {
            None => None,
            Some(Ok(site)) => Some(site),
            Some(Err(fault)) => {
                problems.push(FieldProblem {
                    field: field("site"),
                    code: fault.code,
                    params: fault.params,
                });
                None
            }
        };
        accepted.push(environment);
    }
    accepted
}

/// What may stand as one segment of the upload address.
fn is_address_part(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= 40
        && key
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn problem(field: &str, code: &str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        code: code.to_owned(),
        params: Default::default(),
    }
}
