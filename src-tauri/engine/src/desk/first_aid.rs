//! First aid at a desk: its own keychain, ledger and folders, and the hosts of its projects.

use super::{Desk, token_account_of};
use crate::fault::{Fault, NextStep, Retry};
use crate::first_aid::{
    AidCheck, AidFinding, AidFolder, Disk, Proxies, WebView, hosts_of, ledger_not_opened,
    look_at_clock, look_at_disk, look_at_keychain, look_at_ledger, look_at_network, look_at_proxy,
    look_at_web_view, plan,
};
use crate::secret::Secret;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

/// What was found since Slipway started, the last of each.
#[derive(Default)]
pub(super) struct Found(Mutex<BTreeMap<AidCheck, AidFinding>>);

impl Found {
    fn note(&self, finding: &AidFinding) {
        let mut found = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        found.insert(finding.check.clone(), finding.clone());
    }

    /// In the order of the checks.
    pub(super) fn all(&self) -> Vec<AidFinding> {
        let found = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        found.values().cloned().collect()
    }
}

impl Desk {
    /// Everything there is to look at, in the order it is shown. `web_view` is false where there
    /// is no window.
    pub fn first_aid_checks(&self, web_view: bool) -> Result<Vec<AidCheck>, Fault> {
        let hosts = self.own_hosts()?;
        let folders: Vec<AidFolder> = [AidFolder::Data, AidFolder::Temp, AidFolder::Output]
            .into_iter()
            .filter(|folder| self.folder(*folder).is_some())
            .collect();
        Ok(plan(&hosts, &folders, web_view))
    }

    /// Looks at one thing and remembers what came of it. Each ends by itself within a minute.
    /// Faults: `host-not-yours` for a host of no project (promise 36).
    pub async fn first_aid(
        &self,
        check: AidCheck,
        web_view: Option<WebView>,
    ) -> Result<AidFinding, Fault> {
        let finding = match check {
            AidCheck::Network { host } => self.look_at_host(&host).await?,
            AidCheck::Clock => {
                let hosts = self.aside(Self::own_hosts).await?;
                look_at_clock(&self.http(), &hosts, self.0.clock.as_ref()).await
            }
            AidCheck::WebView => {
                look_at_web_view(&web_view.unwrap_or_else(|| WebView::of_this_system(None)))
            }
            AidCheck::Keychain => self.aside(Self::look_at_its_keychain).await?,
            AidCheck::Proxy => self.aside(Self::look_at_its_proxy).await?,
            AidCheck::Disk { folder } => {
                let look = move |desk: &Self| {
                    let path = desk.folder(folder).unwrap_or_default();
                    Ok(look_at_disk(&Disk::of_this_computer(), folder, &path))
                };
                self.aside(look).await?
            }
            AidCheck::Ledger => {
                let look = |desk: &Self| {
                    Ok(match &desk.0.ledger_fault {
                        Some(fault) => ledger_not_opened(fault),
                        None => look_at_ledger(&desk.0.ledger),
                    })
                };
                self.aside(look).await?
            }
        };
        tracing::info!(outcome = ?finding.outcome, code = finding.code, "first aid looked");
        self.0.found.note(&finding);
        Ok(finding)
    }

    async fn look_at_host(&self, host: &str) -> Result<AidFinding, Fault> {
        let hosts = self.aside(Self::own_hosts).await?;
        if !hosts.iter().any(|own| own == host) {
            return Err(
                Fault::new("host-not-yours", Retry::Never, NextStep::None).with("host", host)
            );
        }
        let proxies = self.aside(Self::proxies).await?;
        let (http, clock) = (&self.http(), self.0.clock.as_ref());
        Ok(look_at_network(http, host, &proxies, clock).await)
    }

    fn look_at_its_keychain(&self) -> Result<AidFinding, Fault> {
        let projects = self.0.ledger.projects()?;
        let tokens: Vec<String> = projects
            .iter()
            .filter(|project| !project.practice)
            .map(|project| token_account_of(&project.portal, &project.guid))
            .collect();
        let throw_away = Secret::from(uuid::Uuid::new_v4().to_string());
        Ok(look_at_keychain(
            self.0.keychain.as_ref(),
            &throw_away,
            &tokens,
        ))
    }

    fn look_at_its_proxy(&self) -> Result<AidFinding, Fault> {
        Ok(look_at_proxy(&self.proxies()?, &self.own_hosts()?))
    }

    fn proxies(&self) -> Result<Proxies<'static>, Fault> {
        let entered = self.0.ledger.proxy()?;
        Ok(Proxies::of_this_computer(
            entered.map(|proxy| proxy.address),
        ))
    }

    fn own_hosts(&self) -> Result<Vec<String>, Fault> {
        Ok(hosts_of(&self.0.ledger.projects()?))
    }

    fn folder(&self, folder: AidFolder) -> Option<PathBuf> {
        match folder {
            AidFolder::Data => self.0.restore_folder.parent().map(PathBuf::from),
            AidFolder::Temp => Some(std::env::temp_dir()),
            AidFolder::Output => {
                let chosen = self.0.chosen.an_output()?;
                chosen.parent().map(PathBuf::from)
            }
        }
    }
}

#[cfg(test)]
mod tests;
