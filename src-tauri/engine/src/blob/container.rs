//! Looking at a container before anything moves.

use super::client::{Ask, Blob, blobs_in};
use super::sas::SasLink;
use super::transfer::{Caller, Ended, Options, Silent, Tries, each_blob, seen};
use crate::fault::Fault;
use crate::units::Moment;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use std::collections::HashSet;
use std::sync::Arc;

/// How many blobs a first look shows.
const FIRST: u32 = 100;
/// For so few names, asking for each is less than listing a container.
const FEW: usize = 16;
const AT_ONCE: usize = 32;

/// A container seen through a link.
pub struct Container {
    caller: Caller,
    link: SasLink,
}

/// What a first look found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// The service's own time, for [`super::sas::judge`].
    pub service_time: Option<Moment>,
    /// The first 100 blobs, if the link allows to list.
    pub first: Vec<Blob>,
    /// Why nothing can be said, if so: codes as for a transfer, above all `link-…`,
    /// `storage-unreachable` and `storage-no-container`.
    pub fault: Option<Fault>,
}

impl Container {
    /// `options` say which way to take; the journal is not touched.
    ///
    /// Faults: `network-not-ready`, `proxy-address-invalid`.
    pub fn open(link: SasLink, options: Options) -> Result<Self, Fault> {
        let options = Options {
            when_link_ends: super::transfer::WhenLinkEnds::End,
            ..options
        };
        let caller = Caller::new(
            link.clone(),
            options,
            Arc::default(),
            Arc::new(Silent),
            false,
        )?;
        Ok(Self { caller, link })
    }

    pub fn link(&self) -> &SasLink {
        &self.link
    }

    /// Sees whether the link works, by listing the first blobs.
    pub async fn look(&self) -> Looked {
        let ask = |_: &Caller| Ask::list("", "", FIRST);
        let answer = self.caller.ask(&mut Tries::default(), None, &ask).await;
        let mut looked = Looked {
            service_time: self.caller.service_time(),
            first: Vec::new(),
            fault: None,
        };
        match answer {
            Ok(answer) => looked.first = blobs_in(&answer.body).unwrap_or_default().0,
            Err(ended) => looked.fault = Some(ended.fault()),
        }
        looked
    }

    /// Which of these names are taken, in the order given (promise 8).
    pub async fn existing(&self, names: &[&str]) -> Result<Vec<Blob>, Fault> {
        if names.len() > FEW {
            let mut found: Vec<Blob> = Vec::new();
            let wanted: HashSet<&str> = names.iter().copied().collect();
            let listed = each_blob(&self.caller, "", |blob| {
                if wanted.contains(blob.name.as_str()) {
                    found.push(blob);
                }
            });
            match listed.await {
                Ok(()) => return Ok(found),
                Err(Ended::Blob(_)) => {}
                Err(ended) => return Err(ended.fault()),
            }
        }
        // By number: what a task of another thread awaits must hold for every lifetime.
        let asked = stream::iter(0..names.len()).map(|at| seen(&self.caller, names[at]));
        let found: Vec<_> = asked.buffered(AT_ONCE).collect().await;
        found
            .into_iter()
            .filter_map(|blob| blob.map_err(Ended::fault).transpose())
            .collect()
    }

    /// Every blob but those of these names: a restore brings them to the site, too (facts 3.7).
    pub async fn others(&self, names: &[&str]) -> Result<Vec<Blob>, Fault> {
        let own: HashSet<&str> = names.iter().copied().collect();
        let mut others = Vec::new();
        let listed = each_blob(&self.caller, "", |blob| {
            if !own.contains(blob.name.as_str()) {
                others.push(blob);
            }
        });
        listed.await.map_err(Ended::fault)?;
        Ok(others)
    }

    /// Removes blobs, each only as long as it is the one that was seen. One that is gone already is
    /// as good as removed.
    ///
    /// Faults: the first that comes up, above all `blob-changed`, `blob-locked` and
    /// `link-lacks-right`; what was removed until then stays so.
    pub async fn remove(&self, blobs: &[Blob]) -> Result<(), Fault> {
        let removals = stream::iter(blobs).map(|blob| async move {
            let ask = |_: &Caller| Ask::delete(&blob.name, &blob.etag);
            let answer = self.caller.ask(&mut Tries::default(), None, &ask).await;
            answer.map(|_| ())
        });
        let removed: Result<(), Ended> = removals.buffer_unordered(AT_ONCE).try_collect().await;
        removed.map_err(Ended::fault)
    }

    /// Every blob whose name begins with `prefix`.
    pub async fn all(&self, prefix: &str) -> Result<Vec<Blob>, Fault> {
        let mut blobs = Vec::new();
        each_blob(&self.caller, prefix, |blob| blobs.push(blob))
            .await
            .map_err(Ended::fault)?;
        Ok(blobs)
    }
}
