//! Kills a program in the middle of a transfer, again and again.

use super::carrying::{CONTAINER, Carrying, MIB, drawn, source, until};
use slipway_practice::{Effect, FaultRule};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::process::{Child, Command, ExitStatus, Stdio};

const KILLS: usize = 200;
/// What the program has on its way at most; see `carrier.rs`.
pub const AT_ONCE: usize = 3;

/// A program that carries each of the files.
fn carrier(carrying: &Carrying) -> Child {
    let files = carrying
        .items
        .iter()
        .flat_map(|item| [item.blob.to_string().into(), source(item).into_os_string()]);
    program(carrying, files)
}

/// The link goes by the environment, where no list of processes shows it.
pub fn program(carrying: &Carrying, told: impl IntoIterator<Item = OsString>) -> Child {
    let program = Command::new(env!("CARGO_BIN_EXE_slipway-carrier"))
        .arg(carrying.journal())
        .args(told)
        .env("CARRIER_LINK", carrying.link().whole().expose())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn();
    program.expect("the program starts")
}

/// The request of the transfer from now on that the program does not live to see answered, and how
/// far it gets.
pub fn deadly(draw: u64) -> FaultRule {
    let effect = match draw % 3 {
        0 => Effect::Stall { ms: 60_000 },
        1 => Effect::ResetAfter {
            bytes: (draw >> 8) % (9 * MIB as u64),
        },
        _ => Effect::LostAnswer { accepted: true },
    };
    let rule = FaultRule {
        place: Some("storage".into()),
        ..FaultRule::next(effect)
    };
    rule.after((draw >> 32) as u32 % 9)
}

/// Kills the program once it has met its request; how it ended if it came to its end before.
pub async fn met_or_over(carrying: &Carrying, mut program: Child) -> Option<ExitStatus> {
    let faults = carrying.world.faults();
    let mut over = None;
    until("it meets its request or ends", || {
        over = program.try_wait().expect("it can be asked");
        over.is_some() || faults.armed()[0].left == 0
    })
    .await;
    if over.is_none() {
        program.kill().expect("it can be killed");
        program.wait().expect("it is gone");
    }
    over
}

/// PUTs of content in this run of what was there before it, by what they put.
pub fn sent_again(
    before: &BTreeMap<(String, Option<String>), usize>,
    now: &BTreeMap<(String, Option<String>), usize>,
) -> usize {
    now.iter()
        .filter_map(|(key, times)| Some(times - before.get(key)?))
        .sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_3_killed_two_hundred_times_no_more_is_sent_again_than_was_on_its_way() {
    let names: Vec<String> = (0..25).map(|number| format!("small/{number}")).collect();
    let mut files: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 900)).collect();
    files.push(("large", 37 * MIB));
    let mut draws = drawn(77, 8 * 4 * KILLS).into_iter();
    let mut draw = || u64::from_le_bytes(std::array::from_fn(|_| draws.next().unwrap_or(5)));
    let mut kills = 0;
    while kills < KILLS {
        let carrying = Carrying::of(&files).await;
        // The program ends by itself in a run that is not killed any more.
        for run in 0.. {
            assert!(run < 100, "it comes no further");
            let before = Carrying::taken(&carrying.world.requests());
            carrying.world.faults().clear();
            carrying.world.faults().arm(deadly(draw()));
            let over = met_or_over(&carrying, carrier(&carrying)).await;
            kills += usize::from(over.is_none());
            let again = sent_again(&before, &Carrying::taken(&carrying.world.requests()));
            assert!(again <= AT_ONCE, "kill {kills}: {again} sent again");
            if let Some(status) = over {
                assert!(status.success(), "{status}");
                break;
            }
        }
        carrying.everything_arrived().await;
        assert!(carrying.world.storage().blobs(CONTAINER).is_some());
        carrying.world.stop().await;
    }
}
