//! Taking the links that **Get access** shows.

use super::answers::{LinksTaken, LinksView, OneOfTwo, PartName, PastedLink, RestoreView};
use super::known::{AskedPair, HeldLinks};
use super::pasted::{self, Pasted, Times, first_is_database, note_of, part_of, view_of};
use crate::blob::sas::SasLink;
use crate::desk::Desk;
use crate::desk::restore::answers::LinksSaved;
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::EntryDraft;
use crate::restore::session::{Event, Session};
use crate::secret::Secret;

/// Nobody means a link by pasting a book.
const LONGEST_TEXT: usize = 64 * 1024;

impl Desk {
    /// Takes both links out of a text, in whatever order and dress. One link alone takes the place
    /// of an earlier one to the same container, or waits for the other. With `swap` each is the
    /// other's; an empty text swaps those taken already. Where the time stands in the way, the
    /// service is asked for its own first: a wrong clock here spoils no link (promise 15).
    ///
    /// Faults: those of the session (`restore-step-first`, `restore-other-container`,
    /// `restore-same-container`, `restore-upload-time-over`, `restore-closed`).
    pub async fn take_links(
        &self,
        id: &str,
        text: String,
        swap: bool,
    ) -> Result<LinksTaken, Fault> {
        if text.len() > LONGEST_TEXT {
            return Ok(LinksTaken::NotUsable {
                links: vec![pasted::no_link()],
                missing: None,
            });
        }
        let text = Secret::from(text);
        if let Some(link) = pasted::untimely(text.expose(), self.times(id))
            && let Ok(container) = self.container(link)
        {
            self.hear_time(id, &container).await;
        }
        let id = id.to_owned();
        self.aside(move |desk| desk.take_now(&id, &text, swap))
            .await
    }

    fn take_now(&self, id: &str, text: &Secret, swap: bool) -> Result<LinksTaken, Fault> {
        let session = self.session(id)?;
        if swap && text.expose().trim().is_empty() {
            let held = self.held_links(&session).ok_or_else(links_missing)?;
            return self.taken(&session, held.storage, held.database);
        }
        match Pasted::read(text.expose(), self.times(id)) {
            Pasted::Unusable(links) => Ok(LinksTaken::NotUsable {
                links,
                missing: None,
            }),
            Pasted::One(link) => self.take_one(&session, *link),
            Pasted::Two(first, second) => self.take_two(&session, *first, *second, swap),
        }
    }

    /// The user says which of two links is the database's. Faults: as for [`Self::take_links`],
    /// and `restore-links-gone` if the pair is not waiting any more.
    pub fn name_links(
        &self,
        id: &str,
        asked: &str,
        database: OneOfTwo,
    ) -> Result<RestoreView, Fault> {
        let session = self.session(id)?;
        let waiting = self.0.restores.of(id, |known| known.asked.clone());
        let pair = waiting.filter(|pair| pair.id == asked);
        let pair = pair.ok_or_else(|| by_user("restore-links-gone"))?;
        match database {
            OneOfTwo::First => self.keep_links(&session, pair.first, pair.second)?,
            OneOfTwo::Second => self.keep_links(&session, pair.second, pair.first)?,
        }
        self.restore(id)
    }

    /// Forgets both links, here and in the keychain. They stay valid until **Revoke access**.
    pub fn forget_links(&self, id: &str) -> Result<RestoreView, Fault> {
        let session = self.session(id)?;
        self.let_go_of_links(id)?;
        let mut entry = EntryDraft::new("restore-links-forgotten")
            .env(&session.target)
            .param("restore", id);
        entry.project_id = Some(session.project_id);
        self.write_entry(entry)?;
        self.restore(id)
    }

    /// What may be shown of the links.
    pub(super) fn links_view(&self, held: Option<&HeldLinks>, times: Times) -> LinksView {
        LinksView {
            database: held.map(|held| view_of(&held.database, times)),
            storage: held.map(|held| view_of(&held.storage, times)),
            saved: held.map_or(LinksSaved::None, |held| held.saved),
        }
    }

    pub(super) fn times(&self, id: &str) -> Times {
        let now = self.now();
        Times {
            now,
            service: self.0.restores.service_time(id, now),
        }
    }

    fn take_two(
        &self,
        session: &Session,
        first: SasLink,
        second: SasLink,
        swap: bool,
    ) -> Result<LinksTaken, Fault> {
        let times = self.times(&session.id);
        match first_is_database(&first, &second, session.access.as_ref()) {
            Some(straight) if straight != swap => self.taken(session, first, second),
            Some(_) => self.taken(session, second, first),
            None => {
                let pair = AskedPair {
                    id: uuid::Uuid::new_v4().to_string(),
                    first,
                    second,
                };
                let answer = LinksTaken::AskWhich {
                    first: Box::new(view_of(&pair.first, times)),
                    second: Box::new(view_of(&pair.second, times)),
                    id: pair.id.clone(),
                };
                self.0
                    .restores
                    .of(&session.id, |known| known.asked = Some(pair));
                Ok(answer)
            }
        }
    }

    fn take_one(&self, session: &Session, link: SasLink) -> Result<LinksTaken, Fault> {
        let part = part_of(&link, session.access.as_ref());
        // A new link for a container that is known already.
        if let Some(held) = self.held_links(session) {
            if link.same_place(&held.database) {
                return self.taken(session, link, held.storage);
            }
            if link.same_place(&held.storage) {
                return self.taken(session, held.database, link);
            }
        }
        // The Portal shows them in two fields: they may come one after the other.
        let half = self
            .0
            .restores
            .of(&session.id, |known| known.half.replace(link.clone()));
        if let Some(half) = half.filter(|half| !half.same_place(&link)) {
            return self.take_two(session, half, link, false);
        }
        let alone = PastedLink {
            link: Some(view_of(&link, self.times(&session.id))),
            fault: part.is_none().then(|| by_user("restore-one-link-only")),
        };
        Ok(LinksTaken::NotUsable {
            links: vec![alone],
            missing: part.map(PartName::other),
        })
    }

    fn taken(
        &self,
        session: &Session,
        database: SasLink,
        storage: SasLink,
    ) -> Result<LinksTaken, Fault> {
        self.keep_links(session, database, storage)?;
        Ok(LinksTaken::Taken {
            view: Box::new(self.restore(&session.id)?),
        })
    }

    /// Keeps a pair the session takes: the secrets first, so that what is told is true.
    fn keep_links(
        &self,
        session: &Session,
        database: SasLink,
        storage: SasLink,
    ) -> Result<(), Fault> {
        let got = Event::AccessGot {
            database: note_of(&database),
            storage: note_of(&storage),
        };
        self.restore_allows(session, &got)?;
        // A transfer that goes on with them says whether they lead to the same containers.
        self.links_for_transfer(&session.id, &database, &storage)?;
        self.hold_links(&session.id, database, storage)?;
        self.restore_happens(&session.id, &got)?;
        self.judge_restore(&session.id)
    }
}

/// There are no links at hand.
pub(super) fn links_missing() -> Fault {
    by_user("restore-links-gone")
}

fn by_user(code: &str) -> Fault {
    Fault::new(code, Retry::ByUser, NextStep::None)
}
