//! Reading back what was made (promise 7): by listing the container, which takes one request for
//! 5,000 blobs, or blob by blob.

use super::caller::{Caller, Ended, Tries};
use super::report::{Outcome, ReadBack, StoredMd5};
use super::standing::{Made, Standing};
use crate::blob::client::{Answer, Ask};
use crate::blob::client::{Blob, blobs_in};
use crate::blob::item::Item;
use crate::fault::{Fault, NextStep, Retry};
use futures_util::stream::{self, StreamExt};
use std::sync::atomic::{AtomicBool, Ordering};

/// The service gives no more of a listing at once.
const PAGE: u32 = 5_000;
/// With so few files, asking for each is less than listing a container that may hold others.
const FEW: usize = 16;
/// A hundred million blobs: more than anybody restores.
const MOST_PAGES: u32 = 20_000;
/// Bytes of where a page begins; the service's are some dozens.
const LONGEST_MARKER: usize = 8_000;
const AT_ONCE: usize = 32;

/// Sees of every blob that was made whether it is there as it was sent, and puts that in its place.
/// Nothing is kept beside that: there may be hundreds of thousands.
///
/// # Errors
/// What keeps everything from being read; what was seen until then stands.
pub(super) async fn read_back(
    caller: &Caller,
    items: &[Item],
    standings: &mut [Standing],
) -> Result<(), Ended> {
    let made = |standing: &Standing| matches!(standing, Standing::Made(_));
    if standings.iter().filter(|standing| made(standing)).count() > FEW
        && listed(caller, items, standings).await.is_ok()
    {
        return Ok(());
    }
    one_by_one(caller, items, standings).await
}

/// By a listing.
async fn listed(caller: &Caller, items: &[Item], standings: &mut [Standing]) -> Result<(), Ended> {
    let with_places = (0..).zip(&*standings);
    let mut by_name: Vec<u32> = with_places
        .filter_map(|(at, standing)| matches!(standing, Standing::Made(_)).then_some(at))
        .collect();
    let name = |at: u32| &*items[at as usize].blob;
    by_name.sort_unstable_by_key(|at| name(*at));
    let prefix = common_start(by_name.iter().map(|at| name(*at)));
    each_blob(caller, prefix, |blob| {
        if let Ok(found) = by_name.binary_search_by_key(&&*blob.name, |at| name(*at)) {
            let at = by_name[found] as usize;
            judge(&items[at], &mut standings[at], Some(&blob));
        }
    })
    .await?;
    for (item, standing) in items.iter().zip(standings) {
        judge(item, standing, None);
    }
    Ok(())
}

/// By asking for each.
async fn one_by_one(
    caller: &Caller,
    items: &[Item],
    standings: &mut [Standing],
) -> Result<(), Ended> {
    // A link that does not allow it for one blob allows it for none.
    let hidden = &AtomicBool::new(false);
    let with_places = (0..).zip(&*standings);
    let left: Vec<usize> = with_places
        .filter_map(|(at, standing)| matches!(standing, Standing::Made(_)).then_some(at))
        .collect();
    let asked = stream::iter(left).map(|at| async move {
        if hidden.load(Ordering::Relaxed) {
            return Ok((at, None));
        }
        match looked_up(caller, &items[at].blob, &mut Tries::default()).await {
            Ok(blob) => Ok((at, Some(blob))),
            Err(ended @ (Ended::Link(_) | Ended::All(_))) => Err(ended),
            Err(ended) => {
                let hides = ended.fault().code == "link-lacks-right";
                hidden.fetch_or(hides, Ordering::Relaxed);
                Ok((at, None))
            }
        }
    });
    let mut asked = std::pin::pin!(asked.buffered(AT_ONCE));
    while let Some(told) = asked.next().await {
        let (at, seen) = told?;
        match (seen, &mut standings[at]) {
            (Some(blob), standing) => judge(&items[at], standing, blob.as_ref()),
            (None, standing @ Standing::Made(_)) => not_read(standing),
            _ => {}
        }
    }
    Ok(())
}

/// Puts what is proven in the place of what was made.
fn judge(item: &Item, standing: &mut Standing, there: Option<&Blob>) {
    if let Standing::Made(made) = standing {
        *standing = Standing::Over(judged(item, made, there));
    }
}

fn not_read(standing: &mut Standing) {
    if let Standing::Made(made) = standing {
        let mut proof = made.proof();
        proof.read_back = ReadBack::NotAllowed;
        *standing = Standing::Over(Outcome::Sent(proof));
    }
}

/// Takes every blob whose name begins with `prefix`.
pub(crate) async fn each_blob(
    caller: &Caller,
    prefix: &str,
    mut take: impl FnMut(Blob),
) -> Result<(), Ended> {
    let mut marker = String::new();
    for page in 1.. {
        let ask = |_: &Caller| Ask::list(prefix, &marker, PAGE);
        let answer = caller.ask(&mut Tries::default(), None, &ask).await?;
        let (blobs, next) =
            blobs_in(&answer.body).ok_or_else(|| Ended::Blob(unreadable(&answer)))?;
        blobs.into_iter().for_each(&mut take);
        if next.is_empty() {
            break;
        }
        // A listing that goes round in circles, or on for ever, is none.
        if next == marker || next.len() > LONGEST_MARKER || page == MOST_PAGES {
            return Err(Ended::Blob(unreadable(&answer)));
        }
        marker = next;
    }
    Ok(())
}

/// The blob of that name, if there is one.
pub(crate) async fn seen(caller: &Caller, name: &str) -> Result<Option<Blob>, Ended> {
    let ask = |_: &Caller| Ask::properties(name);
    let answer = caller.ask(&mut Tries::default(), None, &ask).await?;
    Ok(answer.is_success().then(|| described(name, &answer)))
}

/// The same where the link may allow only one of reading and listing.
pub(super) async fn looked_up(
    caller: &Caller,
    name: &str,
    tries: &mut Tries,
) -> Result<Option<Blob>, Ended> {
    let ask = |_: &Caller| Ask::properties(name);
    let refused = match caller.ask(tries, None, &ask).await {
        Ok(answer) => return Ok(answer.is_success().then(|| described(name, &answer))),
        Err(Ended::Blob(fault)) => fault,
        Err(ended) => return Err(ended),
    };
    // Listed first is the name itself, before all that begin with it.
    let ask = |_: &Caller| Ask::list(name, "", 1);
    let Ok(answer) = caller.ask(tries, None, &ask).await else {
        return Err(Ended::Blob(refused));
    };
    let (blobs, _) = blobs_in(&answer.body).ok_or_else(|| Ended::Blob(unreadable(&answer)))?;
    Ok(blobs.into_iter().find(|blob| blob.name == name))
}

fn described(name: &str, answer: &Answer) -> Blob {
    Blob {
        name: name.to_owned(),
        bytes: answer.length().unwrap_or(0),
        etag: answer.etag().unwrap_or_default(),
        md5: answer.md5(),
        modified: answer.modified(),
    }
}

fn judged(item: &Item, made: &Made, there: Option<&Blob>) -> Outcome {
    let mut proof = made.proof();
    let (bytes, md5) = (item.bytes(), made.md5());
    let md5_differs =
        |blob: &Blob| matches!((blob.md5, md5), (Some(there), Some(ours)) if there != ours);
    match there {
        Some(blob) if blob.bytes == bytes && !md5_differs(blob) && made.may_have(&blob.etag) => {
            proof.read_back = ReadBack::Confirmed;
            proof.stored_md5 = match (blob.md5, md5) {
                (Some(_), Some(_)) => StoredMd5::Matches,
                (Some(_), None) => StoredMd5::NotCompared,
                (None, _) => StoredMd5::None,
            };
            Outcome::Sent(proof)
        }
        other => {
            let detail = match other {
                None => "it is not there".to_owned(),
                Some(blob) => format!(
                    "{} bytes there, {} sent, ETag {}",
                    blob.bytes, bytes, blob.etag
                ),
            };
            let fault = Fault::new("blob-not-as-sent", Retry::ByUser, NextStep::TryAgain)
                .with("blob", &item.blob)
                .detail(detail);
            Outcome::not_sent(fault)
        }
    }
}

fn common_start<'n>(names: impl Iterator<Item = &'n str>) -> &'n str {
    let shared = |one: &'n str, two: &'n str| {
        let differs = one
            .char_indices()
            .zip(two.chars())
            .find(|((_, a), b)| a != b);
        &one[..differs.map_or(one.len().min(two.len()), |((at, _), _)| at)]
    };
    names.reduce(shared).unwrap_or_default()
}

fn unreadable(answer: &Answer) -> Fault {
    Fault::new("storage-said-otherwise", Retry::ByUser, NextStep::None).detail(answer.in_short())
}
