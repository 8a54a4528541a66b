//! Hours of work in minutes, on a clock that runs ahead: a person ships packages, takes releases to
//! PROD and watches them there, and carries custom restores, while requests are reset, refused, held
//! up and cut short, clocks are wrong, the disk is full, files cannot be read, and Slipway is killed in
//! the middle and started again.
//!
//! Everything is drawn from one seed. `SLIPWAY_SOAK="SEED KILLS FAULTS"` repeats a run, or makes it
//! as long as wanted: it goes on until there were that many of both. A fourth number lets so many
//! people share them, which takes as much less time; each can be repeated alone.

#![cfg(unix)]

mod day;
mod dice;
mod plan;
mod stage;
mod truth;

use day::Wanted;

/// Of the run that every `cargo xtask test` makes.
const SHORT: Wanted = Wanted {
    seed: 20_260_717,
    kills: 12,
    faults: 60,
    people: 1,
};

#[tokio::test(flavor = "multi_thread")]
async fn promises_3_5_6_21_23_and_39_hold_through_faults_and_kills_drawn_from_a_seed() {
    let wanted = Wanted::told().unwrap_or(SHORT);
    println!("{}", day::days(wanted).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_stays_flat_over_a_long_session() {
    let memory = day::one_long_session().await;
    let (early, late) = (memory[memory.len() / 3], memory[memory.len() - 1]);
    println!("resident after each errand, in KiB: {memory:?}");
    assert!(late <= early + 16 * 1024, "{memory:?}");
}
