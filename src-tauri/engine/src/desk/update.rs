//! Hearing of a newer version, when the user asks.

use super::Desk;
use crate::fault::{Fault, NextStep, Retry};
use crate::update::{Heard, UpdateSource, ask};
use serde::{Deserialize, Serialize};
use std::sync::PoisonError;

/// Where newer versions are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UpdatesView {
    /// Empty where nobody is asked.
    pub address: String,
    /// The public key its answers are signed with.
    pub key: String,
    /// Whether it came with this Slipway instead of being entered.
    pub built_in: bool,
}

impl Desk {
    pub fn updates(&self) -> Result<UpdatesView, Fault> {
        let entered = self.0.ledger.update_source()?;
        let built_in = entered.is_none();
        let source = entered.or_else(UpdateSource::built_in);
        Ok(UpdatesView {
            built_in: built_in && source.is_some(),
            address: source
                .as_ref()
                .map(|it| it.address.clone())
                .unwrap_or_default(),
            key: source.map(|it| it.key).unwrap_or_default(),
        })
    }

    /// Asks there from now on; an empty address asks nobody, or whom this Slipway came with.
    ///
    /// Faults: `update-address-invalid`, `update-key-invalid`.
    pub fn save_updates(&self, address: &str, key: &str) -> Result<UpdatesView, Fault> {
        let source = match address.trim() {
            "" => None,
            address => Some(UpdateSource::read(address, key)?),
        };
        self.0.ledger.save_update_source(source.as_ref())?;
        self.updates()
    }

    /// Asks once whether there is something newer than `running`. Nothing asks by itself.
    ///
    /// Faults: `update-off`, and those of [`ask`].
    pub async fn look_for_update(&self, running: &str) -> Result<Heard, Fault> {
        let source = self.aside(|desk| desk.0.ledger.update_source()).await?;
        let source = source.or_else(UpdateSource::built_in).ok_or_else(off)?;
        let heard = ask(&self.http(), &source, running, self.0.clock.as_ref()).await?;
        let mut found = self.0.update.lock().unwrap_or_else(PoisonError::into_inner);
        *found = match &heard {
            Heard::Newer { update } => Some(update.clone()),
            Heard::Newest => None,
        };
        Ok(heard)
    }

    /// Where the newer version found last can be had; signed by whoever signs updates.
    ///
    /// Faults: `update-off` where none was found.
    pub fn update_page(&self) -> Result<String, Fault> {
        let found = self.0.update.lock().unwrap_or_else(PoisonError::into_inner);
        let update = found.as_ref().ok_or_else(off)?;
        Ok(update.page.clone())
    }
}

fn off() -> Fault {
    Fault::new("update-off", Retry::ByUser, NextStep::None)
}
