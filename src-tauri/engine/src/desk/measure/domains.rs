//! Domains, looked at on request.

use crate::desk::Desk;
use crate::fault::Fault;
use crate::release::domains::{DomainAsked, DomainLook, look_at_domains};

/// More than a project has channels.
const MOST: usize = 50;

impl Desk {
    /// The domains of a project looked at last; none if none ever were.
    pub fn domains(&self, project_id: &str) -> Result<Option<Vec<DomainAsked>>, Fault> {
        self.0.ledger.domains(project_id)
    }

    /// Looks at domains, in the order they are given; at most 50. Which they were is kept.
    pub async fn look_at_domains(
        &self,
        project_id: &str,
        domains: Vec<DomainAsked>,
    ) -> Result<Vec<DomainLook>, Fault> {
        let project = self.project(project_id)?;
        let own: Vec<String> = project
            .environments
            .into_iter()
            .filter_map(|environment| environment.site)
            .collect();
        let asked = &domains[..domains.len().min(MOST)];
        self.0.ledger.save_domains(project_id, asked)?;
        let (http, clock) = (&self.http(), self.0.clock.as_ref());
        Ok(look_at_domains(asked, &own, http, self.0.name_servers, clock).await)
    }
}
