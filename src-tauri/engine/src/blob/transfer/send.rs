//! Sending parts and making blobs of them.

use super::at_once::Inside;
use super::caller::{Caller, Ended, Tries};
use super::read::Content;
use super::recall::{blocks_of, found, is_made_of};
use super::verify::looked_up;
use crate::blob::checksum::{Check, md5};
use crate::blob::client::{Ask, Blob, Condition, CopySource, Load};
use crate::blob::item::{Item, Origin};
use crate::blob::journal::{Done, How};
use crate::blob::plan::{BlockIds, BlockPlan};
use crate::blob::sas::SasLink;
use crate::fault::{Fault, NextStep, Retry};
use std::sync::Arc;

/// Sends one item or a part of it.
#[derive(Clone)]
pub(super) struct Sender {
    pub caller: Arc<Caller>,
    pub items: Arc<Vec<Item>>,
    /// Where the service copies from.
    pub source: Option<SasLink>,
    /// Whether an earlier run may have made a blob without living to write it down.
    pub goes_on: bool,
}

/// What tells whether a blob is the one that was to be made.
#[derive(Clone, Copy)]
enum Look<'l> {
    AtContent,
    AtBlocks(&'l BlockIds),
}

/// What is there after no answer came.
enum There {
    /// What was to be made.
    Ours(Done),
    /// Nothing, or another blob.
    NotOurs,
    /// The link does not allow to look.
    Hidden,
}

impl Sender {
    /// Makes the blob of an item that goes in one request.
    pub(super) async fn whole(
        &self,
        item: usize,
        content: Content,
        condition: Condition,
        inside: Inside,
    ) -> Result<Done, Ended> {
        let item = &self.items[item];
        let make = |caller: &Caller| match self.source_of(item) {
            Some(source) => Ask::copy_blob_from(&item.blob, &source, &condition),
            None => Ask::put_blob(&item.blob, content.load(caller), &condition),
        };
        let look = Look::AtContent;
        self.made(item, &content, inside, &make, look).await
    }

    pub(super) async fn block(
        &self,
        item: usize,
        number: u32,
        content: Content,
        ids: &BlockIds,
        inside: Inside,
    ) -> Result<(), Ended> {
        let item = &self.items[item];
        let id = ids.id(number);
        let range = item.plan().map_or(0..0, |plan| plan.range(number));
        let make = |caller: &Caller| match self.source_of(item) {
            Some(source) => Ask::put_block_from(&item.blob, &id, &source, range.clone()),
            None => Ask::put_block(&item.blob, &id, content.load(caller)),
        };
        let mut tries = Tries::default();
        self.caller.ask(&mut tries, Some(inside), &make).await?;
        Ok(())
    }

    /// Makes the blob of the blocks that were sent.
    pub(super) async fn commit(
        &self,
        item: usize,
        ids: &BlockIds,
        crc64: Option<u64>,
        condition: Condition,
        inside: Inside,
    ) -> Result<Done, Ended> {
        let item = &self.items[item];
        let blocks = item.plan().map_or(0, |plan| plan.blocks());
        let make = |_: &Caller| {
            let names = (0..blocks).map(|number| ids.id(number));
            Ask::put_block_list(&item.blob, names, &condition)
        };
        let content = Content {
            crc64: crc64.unwrap_or_default(),
            ..Content::default()
        };
        let look = Look::AtBlocks(ids);
        let mut done = self.made(item, &content, inside, &make, look).await?;
        done.crc64 = crc64;
        Ok(done)
    }

    /// Makes a blob exactly once. After a lost answer, and where a blob of the name is there, what
    /// is there is looked at before anything else is done (promise 9).
    async fn made(
        &self,
        item: &Item,
        content: &Content,
        inside: Inside,
        make: &(dyn Fn(&Caller) -> Ask + Send + Sync),
        look: Look<'_>,
    ) -> Result<Done, Ended> {
        let mut tries = Tries::default();
        let mut inside = Some(inside);
        let mut lost = false;
        loop {
            match self.caller.ask(&mut tries, inside.take(), make).await {
                Ok(answer) => {
                    return Ok(Done {
                        how: self.how(item),
                        crc64: item.here().map(|_| content.crc64),
                        md5: content.md5.get().copied(),
                        etag: answer.etag().unwrap_or_default().into(),
                    });
                }
                Err(Ended::Lost) => {
                    lost = true;
                    if let There::Ours(done) = self.is_ours(item, content, look, &mut tries).await {
                        return Ok(done);
                    }
                }
                Err(Ended::Taken(fault)) => {
                    return match self.is_ours(item, content, look, &mut tries).await {
                        There::Ours(done) => Ok(done),
                        // It was not there before the request whose answer was lost.
                        There::Hidden if lost => Ok(Done {
                            how: self.how(item),
                            crc64: None,
                            md5: None,
                            etag: "".into(),
                        }),
                        There::Hidden if self.goes_on => Err(Ended::Taken(perhaps_ours(fault))),
                        _ => Err(Ended::Taken(fault)),
                    };
                }
                Err(ended) => return Err(ended),
            }
        }
    }

    async fn is_ours(
        &self,
        item: &Item,
        content: &Content,
        look: Look<'_>,
        tries: &mut Tries,
    ) -> There {
        match look {
            Look::AtContent => self.same_content(item, content, tries).await,
            Look::AtBlocks(ids) => self.same_blocks(item, ids).await,
        }
    }

    fn how(&self, item: &Item) -> How {
        match item.origin {
            Origin::Blob { .. } => How::CopiedByService,
            Origin::Here(_) if self.caller.uses_md5() => How::Md5,
            Origin::Here(_) => How::Crc64,
        }
    }

    /// Whether the blob there has the bytes that were sent, by its length and the MD5 the service
    /// keeps of what comes in one request.
    async fn same_content(&self, item: &Item, content: &Content, tries: &mut Tries) -> There {
        let Ok(found) = looked_up(&self.caller, &item.blob, tries).await else {
            return There::Hidden;
        };
        let md5 = content.md5();
        let from_here = item.here().is_some();
        let same = |blob: &Blob| blob.bytes == item.bytes() && blob.md5 == Some(md5);
        let Some(blob) = found.filter(|blob| from_here && same(blob)) else {
            return There::NotOurs;
        };
        There::Ours(Done {
            how: How::FoundThere,
            crc64: Some(content.crc64),
            md5: Some(md5),
            etag: blob.etag.into(),
        })
    }

    /// Whether the blob there is made of exactly the blocks of this transfer.
    async fn same_blocks(&self, item: &Item, ids: &BlockIds) -> There {
        let Ok((blocks, etag)) = blocks_of(&self.caller, &item.blob).await else {
            return There::Hidden;
        };
        match item.plan() {
            Some(plan) if is_made_of(&blocks, &plan, ids) => There::Ours(found(&etag)),
            _ => There::NotOurs,
        }
    }

    fn source_of<'s>(&'s self, item: &'s Item) -> Option<CopySource<'s>> {
        match (&item.origin, &self.source) {
            (Origin::Blob { name, etag, .. }, Some(link)) => Some(CopySource { link, name, etag }),
            _ => None,
        }
    }
}

impl Content {
    /// Computed once, however often it is sent.
    fn md5(&self) -> [u8; 16] {
        *self.md5.get_or_init(|| md5(self.parts.iter()))
    }

    /// With the checksum the service understands.
    fn load(&self, caller: &Caller) -> Load {
        let check = if caller.uses_md5() {
            Check::Md5(self.md5())
        } else {
            Check::Crc64(self.crc64)
        };
        Load {
            parts: self.parts.clone(),
            check: Some(check),
        }
    }
}

/// A blob that is there, and nothing tells whether an earlier run made it.
fn perhaps_ours(fault: Fault) -> Fault {
    if fault.code != "blob-exists" {
        return fault;
    }
    Fault {
        code: "blob-perhaps-ours".to_owned(),
        ..fault
    }
}

/// Bytes of block `number`.
pub(super) fn length(plan: &BlockPlan, number: u32) -> u64 {
    let range = plan.range(number);
    range.end - range.start
}

/// `blob-name-impossible` or `blob-too-large`, for what cannot even be asked for.
pub(super) fn impossible(item: &Item) -> Option<Fault> {
    const LONGEST_NAME: usize = 1_024;
    let fault =
        |code: &str| Fault::new(code, Retry::Never, NextStep::None).with("blob", &item.blob);
    let name_fits = item.blob.encode_utf16().count() <= LONGEST_NAME;
    if !name_fits || crate::blob::client::path_of(&item.blob).is_none() {
        return Some(fault("blob-name-impossible"));
    }
    item.plan().is_none().then(|| fault("blob-too-large"))
}
