//! The questions a project's sites are asked, and the passwords that go with them.

use super::ProbesSaved;
use crate::desk::Desk;
use crate::desk::tokens::keychain_fault;
use crate::fault::Fault;
use crate::ledger::EntryDraft;
use crate::project::{EnvKey, Project};
use crate::release::probe::{Probe, accept, origin_of};
use crate::secret::{Keychain, KeychainTrouble, Secret};

/// A probe with its password, as far as that is at hand.
pub(super) type Asked = (Probe, Option<Secret>);

impl Desk {
    /// The probes of a project; the start page of every site where none were saved.
    pub fn probes(&self, project_id: &str) -> Result<Vec<Probe>, Fault> {
        let project = self.project(project_id)?;
        self.probes_of(&project)
    }

    /// Saves all probes of a project in place of earlier ones, or names the fields to mend. The
    /// password of a probe that is gone, or looks elsewhere now, is forgotten.
    pub fn save_probes(&self, project_id: &str, drafts: Vec<Probe>) -> Result<ProbesSaved, Fault> {
        let project = self.project(project_id)?;
        let before = self.probes_of(&project)?;
        let probes = match accept(drafts, &project) {
            Ok(probes) => probes,
            Err(problems) => return Ok(ProbesSaved::Problems { problems }),
        };
        let kept: Vec<_> = probes
            .iter()
            .filter_map(|it| account(&project, it))
            .collect();
        for gone in before.iter().filter_map(|it| account(&project, it)) {
            if !kept.contains(&gone) {
                self.forget_password(&gone)?;
            }
        }
        self.0.ledger.save_probes(project_id, &probes)?;
        self.write_entry(
            EntryDraft::new("probes-changed")
                .project(&project)
                .param("probes", probes.len()),
        )?;
        Ok(ProbesSaved::Saved { probes })
    }

    /// Keeps the password of a probe's basic authentication, or forgets it. In the keychain; for
    /// this session where that does not take it. Gives whether there is one now.
    ///
    /// Faults: `probe-not-found`, for one without a user name too; those of the keychain.
    pub fn probe_password(
        &self,
        project_id: &str,
        probe_id: &str,
        password: Option<Secret>,
    ) -> Result<bool, Fault> {
        let project = self.project(project_id)?;
        let probes = self.probes_of(&project)?;
        let account = probes
            .iter()
            .find(|probe| probe.id == probe_id)
            .and_then(|probe| account(&project, probe))
            .ok_or_else(super::stage::probe_not_found)?;
        let Some(password) = password.filter(|it| !it.expose().is_empty()) else {
            self.forget_password(&account)?;
            return Ok(false);
        };
        match self.0.keychain.save(&account, &password) {
            Ok(()) => {
                // An older one kept for this session must not win over the new one.
                let _ = self.0.session.forget(&account);
            }
            Err(KeychainTrouble::Locked | KeychainTrouble::Unavailable) => self
                .0
                .session
                .save(&account, &password)
                .map_err(keychain_fault)?,
            Err(trouble) => return Err(keychain_fault(trouble)),
        }
        Ok(true)
    }

    /// The probes of one environment that are wanted, with their passwords. May wait for the
    /// keychain.
    pub(super) fn asked(
        &self,
        project: &Project,
        env: &EnvKey,
        wanted: impl Fn(&Probe) -> bool,
    ) -> Result<Vec<Asked>, Fault> {
        let probes = self.probes_of(project)?.into_iter();
        let of_env = probes.filter(|probe| &probe.env == env && wanted(probe));
        Ok(of_env.map(|it| self.with_password(project, it)).collect())
    }

    /// A probe with its password. One whose password cannot be had is asked without: the site
    /// says what it thinks of that.
    pub(super) fn with_password(&self, project: &Project, probe: Probe) -> Asked {
        let password =
            account(project, &probe).and_then(|account| match self.0.session.read(&account) {
                Ok(Some(password)) => Some(password),
                _ => self.0.keychain.read(&account).ok().flatten(),
            });
        (probe, password)
    }

    /// Forgets every password of a project's probes.
    pub(in crate::desk) fn forget_probe_passwords(&self, project: &Project) -> Result<(), Fault> {
        let probes = self.probes_of(project)?;
        let accounts = probes.iter().filter_map(|probe| account(project, probe));
        accounts
            .into_iter()
            .try_for_each(|it| self.forget_password(&it))
    }

    fn probes_of(&self, project: &Project) -> Result<Vec<Probe>, Fault> {
        let saved = self.0.ledger.probes(&project.id)?;
        Ok(saved.unwrap_or_else(|| {
            let environments = project.environments.iter();
            environments.filter_map(Probe::start_page).collect()
        }))
    }

    fn forget_password(&self, account: &str) -> Result<(), Fault> {
        let _ = self.0.session.forget(account);
        match self.0.keychain.forget(account) {
            Ok(()) | Err(KeychainTrouble::Unavailable) => Ok(()),
            Err(trouble) => Err(keychain_fault(trouble)),
        }
    }
}

/// The keychain entry of a probe's password: by host and user, so that it follows to no other.
/// None for a probe without a user.
fn account(project: &Project, probe: &Probe) -> Option<String> {
    let site = project
        .environment(&probe.env)
        .and_then(|environment| environment.site.as_deref());
    let origin = origin_of(probe, site)?;
    let user = probe.user.as_ref()?;
    Some(format!("probe:{}:{}:{user}@{origin}", project.id, probe.id))
}
