//! What goes along to another computer, as rows: out of this ledger, into an arriving one, and from
//! there into this one. The file they travel in is the business of [`crate::house`].

mod arriving;
mod history;
mod rows;
mod tables;

pub use arriving::Arriving;
#[cfg(test)]
pub(crate) use history::tests::origin_holds;

use super::Ledger;
use super::entries::{EntryDraft, add};
use crate::desk::ChainState;
use crate::fault::{Fault, NextStep, Retry};
use crate::units::Moment;
use rows::Fields;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use tables::{HISTORY, TABLES, Table};

/// The schema houses were first made of.
pub(crate) const FIRST_SCHEMA: usize = 6;

/// The schema of a ledger this version writes.
pub(crate) const SCHEMA: usize = super::opening::SCHEMA;

/// What becomes, or would become, of the rows of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Name of the table.
    pub part: String,
    pub new: u64,
    pub same: u64,
    /// There under the same key, and said otherwise here: what is here stays.
    pub differs: u64,
}

impl Ledger {
    /// Every row that goes along, table by table, each as one line of JSON.
    ///
    /// Faults: `house-history-broken` with the number `at` which the chain breaks: it could not be
    /// told from a forged one where it arrives.
    pub fn pack(&self, take: &mut dyn FnMut(&str, &str) -> Result<(), Fault>) -> Result<(), Fault> {
        let sealed = self.seal.read();
        self.read(|tx| {
            if let ChainState::Broken { at } = self.verify_in(tx, &sealed)? {
                return Err(
                    Fault::new("house-history-broken", Retry::Never, NextStep::None)
                        .with("at", at.0),
                );
            }
            for table in TABLES.iter().chain([&HISTORY]) {
                rows::each(tx, table, |row| take(table.name, &rows::line(row)?))?;
            }
            Ok(())
        })
    }

    /// What [`Self::unpack`] would do. Nothing is changed.
    pub fn rehearse_unpacking(&self, arriving: &Arriving) -> Result<Vec<Merged>, Fault> {
        let mut connection = self.connection();
        // Dropped without a commit, and so undone.
        let tx = connection.transaction()?;
        merge(&tx, arriving)
    }

    /// Adds what is not here yet, all of it or nothing, and a line that says so. What is here stays
    /// as it is. Where nothing is new, nothing is written.
    pub fn unpack(
        &self,
        arriving: &Arriving,
        draft: EntryDraft,
        at: Moment,
    ) -> Result<Vec<Merged>, Fault> {
        let rehearsed = self.rehearse_unpacking(arriving)?;
        if rehearsed.iter().all(|merged| merged.new == 0) {
            return Ok(rehearsed);
        }
        let person = draft.person.clone();
        self.write_history(&person, at, |tx| {
            let merged = merge(tx, arriving)?;
            let counted = merged.iter().filter(|one| one.new > 0);
            let draft = counted.fold(draft, |draft, one| draft.param(&one.part, one.new));
            add(tx, draft, at)?;
            Ok(merged)
        })
    }
}

fn merge(tx: &Transaction<'_>, arriving: &Arriving) -> Result<Vec<Merged>, Fault> {
    let mut merged = Vec::new();
    for table in TABLES {
        merged.push(merge_table(tx, arriving, table)?);
    }
    merged.push(history::merge(tx, arriving)?);
    merged.retain(|one| one.new + one.same + one.differs > 0);
    Ok(merged)
}

fn merge_table(tx: &Transaction<'_>, arriving: &Arriving, table: &Table) -> Result<Merged, Fault> {
    let mut merged = Merged {
        part: table.name.to_owned(),
        ..Merged::default()
    };
    arriving.each(table, |row: &Fields| {
        match rows::same_key(tx, table, row)? {
            Some(here) if here == *row => merged.same += 1,
            Some(_) => merged.differs += 1,
            // Something else about it may be taken here already.
            None if rows::insert(tx, table.name, row)? == 0 => merged.differs += 1,
            None => merged.new += 1,
        }
        Ok(())
    })?;
    Ok(merged)
}
