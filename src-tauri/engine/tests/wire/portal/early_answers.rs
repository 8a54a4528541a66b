//! Answers that come while the package is still being sent.

use super::package::TestPackage;
use super::{Trial, code};
use crate::scripted::{Scripted, Step, answer};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn measure() {
    for size in [
        1000,
        300_000,
        1 << 20,
        (1 << 20) + 1,
        2 << 20,
        3 << 20,
        5 << 20,
        10 << 20,
    ] {
        let package = TestPackage::of(size);
        for (name, end) in [("close", Step::Close), ("finish", Step::Finish)] {
            let http = slipway_engine::portal::client(None).unwrap();
            let start = std::time::Instant::now();
            let mut first = 0;
            let mut codes = std::collections::BTreeMap::<String, u32>::new();
            for _ in 0..300 {
                let script = vec![Step::Head, answer(413, "", "too large"), end.clone()];
                let server = Scripted::start(vec![script; 5]).await;
                let trial = Trial {
                    http: http.clone(),
                    ..Trial::new(&server, &package)
                };
                *codes.entry(code(&trial.send().await)).or_default() += 1;
                first += u32::from(server.connections() == 1);
            }
            eprintln!(
                "{size} {name}: {codes:?}, at the first try {first} {:?}",
                start.elapsed()
            );
        }
    }
}
