//! `slipway-cli practice`.

use crate::exit::Exit;
use clap::Args;
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_practice::{PracticeOptions, PracticeWorld};
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
        println!(
            "{}",
            serde_json::to_string_pretty(&world.facts()).expect("facts are plain data")
        );
        let _ = std::io::stdout().flush();
        let _ = tokio::signal::ctrl_c().await;
        world.stop().await;
        Ok(Exit::Good)
    })
}
