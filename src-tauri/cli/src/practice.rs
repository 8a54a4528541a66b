//! `slipway-cli practice`.

use crate::exit::Exit;
use clap::Args;
use serde::Serialize;
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_practice::{AccessLinks, PracticeFacts, PracticeOptions, PracticeWorld};
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub struct Practice {
    /// Port of the practice Portal; a free one if not given
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// Where its state is kept; it forgets everything when stopped if not given
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// How long things take: 1 is a pace for people, less is quicker
    #[arg(long, default_value_t = 1.0)]
    pub pace: f64,
    /// Also print the two SAS URLs of a custom restore session, opened if none is open
    #[arg(long)]
    pub restore_session: bool,
}

/// What is printed: the facts, and the links if they were asked for.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    facts: PracticeFacts,
    #[serde(skip_serializing_if = "Option::is_none")]
    restore_session: Option<AccessLinks>,
}

pub fn run(args: &Practice) -> Result<Exit, Fault> {
    let not_started = |cause: std::io::Error| {
        Fault::new("practice-not-started", Retry::ByUser, NextStep::TryAgain).detail(cause)
    };
    let runtime = tokio::runtime::Runtime::new().map_err(not_started)?;
    runtime.block_on(async {
        let options = PracticeOptions {
            port: args.port,
            data_dir: args.data.clone(),
            pace: args.pace,
            ..PracticeOptions::default()
        };
        let world = PracticeWorld::start(options).await.map_err(not_started)?;
        let told = Told {
            facts: world.facts(),
            restore_session: match args.restore_session {
                true => Some(links(&world).await?),
                false => None,
            },
        };
        out!(
            "{}",
            serde_json::to_string_pretty(&told).expect("facts are plain data")
        );
        let _ = std::io::stdout().flush();
        let _ = tokio::signal::ctrl_c().await;
        world.stop().await;
        Ok(Exit::Good)
    })
}

/// **Get access** of the open session, or of a new one.
async fn links(world: &PracticeWorld) -> Result<AccessLinks, Fault> {
    let desk = world.custom_restore();
    if !desk
        .sessions()
        .last()
        .is_some_and(|session| session.is_open())
    {
        desk.create_session().await.map_err(no_links)?;
    }
    desk.get_access(None).await.map_err(no_links)
}

/// The Portal gives none: the session's week is over.
fn no_links(words: &'static str) -> Fault {
    Fault::new("practice-not-started", Retry::ByUser, NextStep::TryAgain).detail(words)
}
