//! Reading back what was made (promise 7): by listing the container, which takes one request for
//! 5,000 blobs, or blob by blob.

use super::caller::{Caller, Ended, Tries};
use super::report::{Outcome, ReadBack, StoredMd5};
use super::standing::proof;
use crate::blob::client::{Answer, Ask};
use crate::blob::client::{Blob, blobs_in};
use crate::blob::journal::Done;
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

/// A blob that was made, to be read back.
pub(super) struct Made<'t> {
    pub name: &'t str,
    pub bytes: u64,
    pub done: &'t Done,
}

/// What becomes of each, in order.
pub(super) async fn read_back(caller: &Caller, made: &[Made<'_>]) -> Result<Vec<Outcome>, Ended> {
    if made.len() > FEW
        && let Ok(outcomes) = listed(caller, made).await
    {
        return Ok(outcomes);
    }
    // A link that does not allow it for one blob allows it for none.
    let hidden = &AtomicBool::new(false);
    let asked = stream::iter(0..made.len()).map(|at| async move {
        let made = &made[at];
        if hidden.load(Ordering::Relaxed) {
            return Ok(unread(made.done));
        }
        match looked_up(caller, made.name, &mut Tries::default()).await {
            Ok(blob) => Ok(judged(made, blob.as_ref())),
            Err(ended @ (Ended::Link(_) | Ended::All(_))) => Err(ended),
            Err(ended) => {
                let hides = ended.fault().code == "link-lacks-right";
                hidden.fetch_or(hides, Ordering::Relaxed);
                Ok(unread(made.done))
            }
        }
    });
    let outcomes: Vec<_> = asked.buffered(AT_ONCE).collect().await;
    outcomes.into_iter().collect()
}

/// What becomes of each by a listing, of which nothing is kept: there may be very many.
async fn listed(caller: &Caller, made: &[Made<'_>]) -> Result<Vec<Outcome>, Ended> {
    let mut by_name: Vec<usize> = (0..made.len()).collect();
    by_name.sort_unstable_by_key(|at| made[*at].name);
    let mut outcomes = vec![None; made.len()];
    let prefix = common_start(made.iter().map(|made| made.name));
    each_blob(caller, prefix, |blob| {
        if let Ok(found) = by_name.binary_search_by_key(&&*blob.name, |at| made[*at].name) {
            let at = by_name[found];
            outcomes[at] = Some(judged(&made[at], Some(&blob)));
        }
    })
    .await?;
    let with_made = outcomes.into_iter().zip(made);
    Ok(with_made
        .map(|(outcome, made)| outcome.unwrap_or_else(|| judged(made, None)))
        .collect())
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

fn judged(made: &Made<'_>, there: Option<&Blob>) -> Outcome {
    let mut proof = proof(made.done);
    let md5_differs = |blob: &Blob| matches!((blob.md5, made.done.md5), (Some(there), Some(ours)) if there != ours);
    let another =
        |blob: &Blob| !made.done.etag.is_empty() && bare(&blob.etag) != bare(&made.done.etag);
    match there {
        Some(blob) if blob.bytes == made.bytes && !md5_differs(blob) && !another(blob) => {
            proof.read_back = ReadBack::Confirmed;
            proof.stored_md5 = match (blob.md5, made.done.md5) {
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
                    blob.bytes, made.bytes, blob.etag
                ),
            };
            let fault = Fault::new("blob-not-as-sent", Retry::ByUser, NextStep::TryAgain)
                .with("blob", made.name)
                .detail(detail);
            Outcome::not_sent(fault)
        }
    }
}

fn unread(done: &Done) -> Outcome {
    let mut proof = proof(done);
    proof.read_back = ReadBack::NotAllowed;
    Outcome::Sent(proof)
}

/// Listings leave the quotation marks out.
fn bare(etag: &str) -> &str {
    etag.trim_matches('"')
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
