//! Two environments side by side, measured now and kept.

use super::probes::Asked;
use super::stage::{Measured, entry_of};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::project::{EnvKey, Environment, Project};
use crate::release::parity::{Parity, Place, SiteFacts, compare, facts_of};
use crate::release::probe::Probe;
use std::collections::BTreeSet;

/// More key pages than these are not asked for.
const MOST_PAGES: usize = 20;

impl Desk {
    /// Looks at two environments and keeps where they differ. `left` is where a package comes from.
    pub async fn measure_parity(
        &self,
        project_id: &str,
        left: &EnvKey,
        right: &EnvKey,
    ) -> Result<Parity, Fault> {
        let project = self.project(project_id)?;
        let sides = (
            self.environment(&project, left)?.clone(),
            self.environment(&project, right)?.clone(),
        );
        // The keychain may make whoever reads it wait.
        let prepared = self.aside(move |desk| {
            let pages = desk.key_pages(&project, &sides.0, &sides.1)?;
            Ok((project, sides, pages))
        });
        let (project, sides, pages) = prepared.await?;
        let (left, right) = tokio::join!(
            self.side(&project, &sides.0, &pages.0),
            self.side(&project, &sides.1, &pages.1),
        );
        let parity = compare(left?, right?, self.now());
        self.0.ledger.save_parity(project_id, &parity)?;
        let source = Measured {
            project,
            environment: sides.0,
            sha256: None,
        };
        self.write_entry(
            entry_of("parity-measured", &source)
                .param("other", &parity.right.env)
                .param("differences", parity.differences.len()),
        )?;
        Ok(parity)
    }

    /// The last comparison of two environments.
    pub fn parity_of(
        &self,
        project_id: &str,
        left: &EnvKey,
        right: &EnvKey,
    ) -> Result<Option<Parity>, Fault> {
        self.0.ledger.last_parity(project_id, left, right)
    }

    async fn side(
        &self,
        project: &Project,
        environment: &Environment,
        pages: &[Asked],
    ) -> Result<SiteFacts, Fault> {
        let placement = self
            .0
            .ledger
            .last_placement(&project.id, &environment.key)?;
        let inspected = match &placement {
            Some(placement) => self.0.ledger.package_by_sha256(&placement.sha256)?,
            None => None,
        };
        let place = Place {
            environment,
            placement,
            zero_downtime: inspected.and_then(|it| it.inspection.facts.zero_downtime),
            pages,
        };
        Ok(facts_of(place, &self.http(), self.0.clock.as_ref()).await)
    }

    /// The same pages for both sides: every path either side has a probe for. A side without a
    /// probe of its own for one is asked as the other is, but without its user and password.
    fn key_pages(
        &self,
        project: &Project,
        left: &Environment,
        right: &Environment,
    ) -> Result<(Vec<Asked>, Vec<Asked>), Fault> {
        let probes: Vec<Probe> = self
            .probes(&project.id)?
            .into_iter()
            .filter(|probe| probe.env == left.key || probe.env == right.key)
            .filter(|probe| !probe.address.contains("://"))
            .collect();
        let paths: BTreeSet<&str> = probes.iter().map(|probe| probe.address.as_str()).collect();
        let side = |environment: &Environment| -> Vec<Asked> {
            let paths = paths.iter().take(MOST_PAGES);
            paths
                .filter_map(|path| {
                    let asks = |probe: &&Probe| probe.address == *path;
                    let own = probes
                        .iter()
                        .filter(asks)
                        .find(|probe| probe.env == environment.key);
                    let probe = match own {
                        Some(own) => own.clone(),
                        None => Probe {
                            env: environment.key.clone(),
                            user: None,
                            ..probes.iter().find(asks)?.clone()
                        },
                    };
                    let (probe, password) = self.with_password(project, probe);
                    // Both sides call a page by its path.
                    let probe = Probe {
                        id: (*path).to_owned(),
                        ..probe
                    };
                    Some((probe, password))
                })
                .collect()
        };
        Ok((side(left), side(right)))
    }
}
