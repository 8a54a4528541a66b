use super::content::look_into;
use super::{EnvironmentRestore, RestoreSession};
use crate::blob::{LinkOrder, SasUrl};
use crate::project::Refusal;
use crate::world::World;
use serde::Serialize;
use std::net::IpAddr;
use std::sync::Arc;

/// **Custom restore** as whoever clicks there can use it. Refusals are in the page's own words.
pub struct CustomRestore<'a> {
    world: &'a Arc<World>,
}

/// The two SAS URLs of **Get access**. They are told once.
#[derive(Debug, Clone, Serialize)]
pub struct AccessLinks {
    pub database: SasUrl,
    pub storage: SasUrl,
}

impl<'a> CustomRestore<'a> {
    pub(crate) fn of(world: &'a Arc<World>) -> Self {
        Self { world }
    }

    /// **Create session**: makes the two containers.
    pub async fn create_session(&self) -> Result<RestoreSession, &'static str> {
        let created = self.world.act(|project, now| project.create_session(now));
        let session = created.await.map_err(Refusal::words)?;
        self.world.storage.create(&session.database);
        self.world.storage.create(&session.storage);
        Ok(session)
    }

    /// **Get access**, to everybody or to an IP address or range (`10.0.0.1-10.0.0.9`). Earlier links
    /// stay valid.
    pub async fn get_access(&self, addresses: Option<&str>) -> Result<AccessLinks, &'static str> {
        let addresses = match addresses.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) if is_address_or_range(text) => Some(text.to_owned()),
            Some(_) => return Err(Refusal::NoAddress.words()),
            None => None,
        };
        let given = self.world.act(|project, now| {
            let session = project.give_access(now, addresses.clone())?;
            Ok((session, project.storage_rotations))
        });
        let (session, rotations) = given.await.map_err(Refusal::words)?;
        let link = |container: &str| {
            let order = LinkOrder {
                addresses: addresses.clone(),
                ..LinkOrder::new(container, session.upload_until())
            };
            self.world.storage.link(&order, rotations)
        };
        Ok(AccessLinks {
            database: link(&session.database),
            storage: link(&session.storage),
        })
    }

    /// **Revoke access**: no link made until now works any more.
    pub async fn revoke_access(&self) -> Result<(), &'static str> {
        let revoked = self.world.act(|project, now| project.revoke_access(now));
        revoked.await.map_err(Refusal::words)
    }

    /// **Restore to environment**, **Create**: queues it and returns its number.
    pub async fn restore_to(&self, env: &str) -> Result<u64, &'static str> {
        self.queue(env).await.map_err(Refusal::words)
    }

    /// **Close**: removes the containers.
    pub async fn close(&self) -> Result<(), &'static str> {
        let closed = self.world.act(|project, now| project.close_session(now));
        let session = closed.await.map_err(Refusal::words)?;
        self.world.storage.remove(&session.database);
        self.world.storage.remove(&session.storage);
        Ok(())
    }

    /// Every session, oldest first; the open one is the last.
    pub fn sessions(&self) -> Vec<RestoreSession> {
        self.world
            .look(|project, _| project.restore_sessions.clone())
    }

    /// Every restore in the order it was accepted, whether the pages show it yet or not.
    pub fn restores(&self) -> Vec<EnvironmentRestore> {
        self.world.look(|project, _| project.restores.clone())
    }

    async fn queue(&self, env: &str) -> Result<u64, Refusal> {
        let (key, session) = self.world.look(|project, now| {
            let environment = project
                .environment(env)
                .ok_or(Refusal::UnknownEnvironment)?;
            Ok((
                environment.key.clone(),
                project.restorable_session(now)?.clone(),
            ))
        })?;
        let content = look_into(self.world, &session).await?;
        let queued = self
            .world
            .act(|project, now| project.restore_to(now, &key, content));
        queued.await
    }
}

fn is_address_or_range(text: &str) -> bool {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (
        first.trim().parse::<IpAddr>(),
        last.trim().parse::<IpAddr>(),
    ) {
        (Ok(first), Ok(last)) => first <= last && first.is_ipv4() == last.is_ipv4(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_address_or_range;

    #[test]
    fn access_is_limited_to_an_address_or_to_a_range_that_has_some() {
        for good in ["10.0.0.1", "10.0.0.1-10.0.0.9", "::1"] {
            assert!(is_address_or_range(good), "{good}");
        }
        for bad in [
            "",
            "10.0.0",
            "10.0.0.9-10.0.0.1",
            "10.0.0.0/24",
            "here",
            "10.0.0.1-::1",
        ] {
            assert!(!is_address_or_range(bad), "{bad}");
        }
    }
}
