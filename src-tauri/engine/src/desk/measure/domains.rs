//! Domains, looked at on request.

use crate::desk::Desk;
use crate::fault::Fault;
use crate::release::domains::{DomainAsked, DomainLook, look_at_domains};

/// More than a project has channels.
const MOST: usize = 50;

impl Desk {
    /// Looks at domains, in the order they are given; at most 50. Nothing is kept.
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
        let (http, clock) = (&self.http(), self.0.clock.as_ref());
        Ok(look_at_domains(asked, &own, http, clock).await)
    }
}
