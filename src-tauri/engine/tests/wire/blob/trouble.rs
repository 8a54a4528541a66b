//! Networks, services and computers on a bad day.

use super::depot::{Depot, Meet};
use super::trial::{MIB, Trial, bytes, codes, impatient};
use slipway_engine::blob::transfer::{Doing, End};
use slipway_engine::clock::{Clock, ManualClock};
use slipway_engine::portal::RetryPolicy;
use slipway_engine::units::{Bytes, Moment};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Lets time pass until the transfer has ended.
async fn with_time<T>(clock: &ManualClock, step: Duration, running: impl Future<Output = T>) -> T {
    let passing = async {
        loop {
            clock.advance(step);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        ended = running => ended,
        () = passing => unreachable!("time never ends"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_10_retries_wait_as_long_as_asked_and_end_after_twenty() {
    let depot = Depot::start().await;
    let clock = ManualClock::default();
    let mut trial = Trial::new(&depot).file("a", b"one").file("b", b"two");
    trial.clock = Some(Arc::new(clock.clone()));
    trial.policy = RetryPolicy {
        tries: 20,
        first_wait: Duration::from_secs(1),
        ..RetryPolicy::default()
    };
    let times = Arc::new(std::sync::Mutex::new(Vec::new()));
    let (noted, now) = (times.clone(), clock.clone());
    depot.script(move |call| match call.blob.as_str() {
        "a" if call.puts_blob() => {
            noted.lock().expect("no test panics").push(now.elapsed());
            Meet::SayLater(503, "ServerBusy", 90)
        }
        _ => Meet::Serve,
    });
    let report = with_time(&clock, Duration::from_millis(500), trial.run()).await;
    assert_eq!(codes(&report), ["storage-busy", "verified"]);
    let times = times.lock().expect("no test panics");
    assert_eq!(times.len(), 20);
    for pair in times.windows(2) {
        assert!(pair[1] - pair[0] >= Duration::from_secs(90), "{pair:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_11_a_throttling_service_is_asked_for_less() {
    let depot = Depot::start().await;
    let mut trial = Trial::new(&depot);
    for number in 0..300 {
        trial = trial.file(&number.to_string(), &bytes(50));
    }
    trial.at_once = 64;
    trial.policy = RetryPolicy {
        shortest_wait: Duration::from_millis(20),
        first_wait: Duration::from_millis(20),
        longest_wait: Duration::from_millis(20),
        ..impatient()
    };
    let count = Arc::new(AtomicUsize::new(0));
    depot.script(move |call| {
        let number = count.fetch_add(usize::from(call.puts_blob()), Ordering::Relaxed);
        if call.puts_blob() && (150..170).contains(&number) {
            Meet::Say(503, "ServerBusy")
        } else {
            Meet::Serve
        }
    });
    let begun = Instant::now();
    let report = trial.run().await;
    // Within a minute it is as many as before again.
    let recovered = begun.elapsed().as_secs() * 64 / 60 + 1;
    assert!(report.all_is_well(), "{report:?}");
    assert_eq!(report.throttled.0, 20);
    assert!(trial.diary.doings().contains(&Doing::Throttled));
    let progress = trial.diary.progress.lock().expect("told");
    let last = progress.last().expect("told").at_once.0;
    assert!(last <= 33 + recovered, "{last}, of it {recovered} since");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_12_a_request_that_stands_still_for_a_minute_is_made_again() {
    let depot = Depot::start().await;
    let clock = ManualClock::default();
    let mut trial = Trial::new(&depot)
        .file("db.bacpac", &bytes(20 * MIB))
        .file("a", b"one");
    trial.clock = Some(Arc::new(clock.clone()));
    let mut held = 0;
    depot.script(move |call| {
        let first = (call.puts_block() || call.puts_blob()) && held < 2;
        held += usize::from(first);
        if first { Meet::Hold } else { Meet::Serve }
    });
    let report = with_time(&clock, Duration::from_millis(200), trial.run()).await;
    assert!(report.all_is_well(), "{report:?}");
    assert!(trial.diary.doings().contains(&Doing::Stalled));
    assert!(clock.elapsed() >= Duration::from_secs(60));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_never_holds_is_told_as_the_storages_and_not_as_the_portals() {
    for (meet, code) in [
        (Meet::HangUp, "storage-connection-broken"),
        (Meet::Hold, "storage-stalled"),
    ] {
        let depot = Depot::start().await;
        let clock = ManualClock::default();
        let mut trial = Trial::new(&depot).file("a", b"one").file("b", b"two");
        trial.clock = Some(Arc::new(clock.clone()));
        depot.script(move |call| match call.blob.as_str() {
            "a" if call.puts_blob() => meet.clone(),
            _ => Meet::Serve,
        });
        let report = with_time(&clock, Duration::from_secs(1), trial.run()).await;
        assert_eq!(codes(&report), [code, "verified"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_13_offline_it_waits_and_goes_on_by_itself() {
    let taken = crate::scripted::taken::Taken::port();
    let depot_link = format!(
        "http://127.0.0.1:{}/account/db?se=2099-01-01&sr=c&sp=racwl&sig={}",
        taken.port,
        "A".repeat(43) + "%3D"
    );
    let clock = ManualClock::default();
    let mut trial = Trial::over(&depot_link)
        .file("db.bacpac", &bytes(20 * MIB))
        .file("a", b"one");
    trial.clock = Some(Arc::new(clock.clone()));
    let back = async {
        trial
            .diary
            .until(|doing| matches!(doing, Doing::Offline { .. }))
            .await;
        let offline_for = clock.elapsed();
        let port = taken.port;
        drop(taken);
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
            .await
            .expect("the port is free again");
        let depot = Depot::on(listener);
        depot.until(|calls| calls.len() > 1).await;
        (depot, clock.elapsed() - offline_for)
    };
    let (report, (depot, waited)) = with_time(&clock, Duration::from_millis(500), async {
        tokio::join!(trial.run(), back)
    })
    .await;
    assert!(report.all_is_well(), "{report:?}");
    assert!(waited <= Duration::from_secs(31), "{waited:?}");
    assert_eq!(depot.names("db").len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_14_after_a_sleep_it_goes_on_with_new_connections() {
    let depot = Depot::start().await;
    let clock = ManualClock::default();
    let mut trial = Trial::new(&depot).file("db.bacpac", &bytes(20 * MIB));
    trial.clock = Some(Arc::new(clock.clone()));
    let mut held = 0;
    depot.script(move |call| {
        held += usize::from(call.puts_block());
        if call.puts_block() && held <= 2 {
            Meet::Hold
        } else {
            Meet::Serve
        }
    });
    let sleep = async {
        depot
            .until(|calls| calls.iter().filter(|call| call.puts_block()).count() >= 2)
            .await;
        let wall = clock.now().0 + jiff::SignedDuration::from_hours(8);
        clock.set_wall(Moment(wall));
    };
    let running = async { tokio::join!(trial.run(), sleep).0 };
    let report = with_time(&clock, Duration::from_millis(10), running).await;
    assert!(report.all_is_well(), "{report:?}");
    assert!(
        clock.elapsed() < Duration::from_secs(30),
        "{:?}",
        clock.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_18_a_stop_is_heard_at_once_and_nothing_more_goes_out() {
    let depot = Depot::start().await;
    let trial = Trial::new(&depot).file("db.bacpac", &bytes(80 * MIB));
    trial.control.set_limit(Some(Bytes(4 * MIB as u64)));
    let stopping = async {
        depot
            .until(|calls| calls.iter().any(|call| call.puts_block()))
            .await;
        let at = Instant::now();
        trial.control.stop();
        at
    };
    let (report, at) = tokio::join!(trial.run(), stopping);
    assert!(at.elapsed() < Duration::from_secs(2), "{:?}", at.elapsed());
    assert_eq!(report.end, End::Stopped);
    let calls = depot.calls();
    assert!(
        calls
            .iter()
            .all(|call| !call.commits() && call.method != "DELETE")
    );
    assert_eq!(depot.blob("db", "db.bacpac"), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_transfer_begins_nothing_until_it_is_resumed() {
    let depot = Depot::start().await;
    let mut trial = Trial::new(&depot);
    for number in 0..200 {
        trial = trial.file(&number.to_string(), &bytes(10));
    }
    trial.at_once = 2;
    let control = trial.control.clone();
    let mut count = 0;
    depot.script(move |_| {
        count += 1;
        if count == 50 {
            control.pause();
        }
        Meet::Serve
    });
    let steering = async {
        trial.diary.until(|doing| *doing == Doing::Paused).await;
        let paused_at = depot.calls().len();
        assert!(paused_at < 60, "{paused_at}");
        trial.control.resume();
    };
    let (report, ()) = tokio::join!(trial.run(), steering);
    assert!(report.all_is_well());
}

/// Lets time pass only while all is at a standstill: the transfer's own tick, one request that might
/// stand still and its body that waits for the limit. So it does not matter how fast this computer is.
async fn while_the_limit_is_waited_for(clock: &ManualClock, mut passed: impl FnMut(Duration)) {
    loop {
        clock.waited_for_by(3).await;
        clock.advance(Duration::from_millis(10));
        passed(clock.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_19_the_limit_may_change_on_the_way() {
    let depot = Depot::start().await;
    let clock = ManualClock::default();
    let mut trial = Trial::new(&depot).file("db.bacpac", &bytes(40 * MIB));
    trial.clock = Some(Arc::new(clock.clone()));
    trial.at_once = 1;
    let limits = [1, 10, 2].map(|mib| Bytes(mib * MIB as u64));
    // Bytes that had gone out when ten seconds, and two more, had passed.
    let mut sent = Vec::new();
    trial.control.set_limit(Some(limits[0]));
    let steering = while_the_limit_is_waited_for(&clock, |elapsed| {
        let seconds = [10, 12].get(sent.len());
        if seconds.is_some_and(|seconds| elapsed >= Duration::from_secs(*seconds)) {
            let progress = trial.diary.progress.lock().expect("told");
            sent.push(progress.last().expect("told").sent.0);
            trial.control.set_limit(Some(limits[sent.len()]));
        }
    });
    let report = tokio::select! {
        report = trial.run() => report,
        () = steering => unreachable!("it never ends"),
    };
    assert!(report.all_is_well(), "{report:?}");
    assert_eq!(report.requests.0, 7, "no request had to be made again");
    let near = |bytes: u64, mib: usize| (bytes as f64 / (mib * MIB) as f64 - 1.0).abs() < 0.1;
    assert!(near(sent[0], 10) && near(sent[1] - sent[0], 20), "{sent:?}");
    let last = clock.elapsed().as_secs_f64() - 12.0;
    assert!((last / 5.0 - 1.0).abs() < 0.1, "{last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_link_does_not_allow_is_told_and_ends_it() {
    let depot = Depot::start().await;
    depot.script(|call| match call.blob.as_str() {
        "a" => Meet::Say(403, "AuthorizationPermissionMismatch"),
        _ => Meet::Serve,
    });
    let report = Trial::new(&depot).file("a", b"one").run().await;
    let End::GaveUp { fault } = &report.end else {
        panic!("{report:?}");
    };
    assert_eq!(
        (fault.code.as_str(), fault.params["right"].as_str()),
        ("link-lacks-right", "Write")
    );
    depot.script(|_| Meet::Say(404, "ContainerNotFound"));
    let report = Trial::new(&depot).file("a", b"one").run().await;
    assert!(matches!(&report.end, End::GaveUp { fault } if fault.code == "storage-no-container"));
    assert_eq!(
        depot.count(|call| call.puts_blob()),
        2,
        "neither was tried again"
    );
}
