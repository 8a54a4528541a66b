use super::*;

fn with_previous(yard: &Yard, previous: &Path) -> BuildOrder {
    BuildOrder {
        reuse: Some(previous.to_owned()),
        output: yard.out("next.zip"),
        ..yard.order()
    }
}

/// Builds with and without the package of before; both have to be the same.
#[track_caller]
fn same_as_in_full(yard: &Yard, previous: &Path) -> Built {
    let reusing = built(&with_previous(yard, previous));
    let mut order = yard.order();
    order.output = yard.out("full.zip");
    let full = built(&order);
    assert_eq!(reusing.fingerprint.sha256, full.fingerprint.sha256);
    assert_eq!(full.reused, 0);
    reusing
}

fn yard() -> Yard {
    let yard = Yard::of(&SamplePackage::new().objects(200).ballast(20_000_000));
    let text: Vec<u8> = (0..2_600_000_u32)
        .flat_map(|at| format!("{at} ").into_bytes())
        .collect();
    yard.write("publish/wwwroot/large.txt", text);
    yard
}

#[test]
fn what_did_not_change_is_taken_over_and_the_package_is_the_same_as_in_full() {
    let yard = yard();
    let previous = yard.built();
    yard.write("publish/web.config", "<configuration />");
    yard.write("publish/new.txt", "new");
    std::fs::remove_file(yard.path("publish/appsettings.json")).expect("it can be removed");
    let next = same_as_in_full(&yard, &previous.path);
    // All but the changed one and the new one.
    assert_eq!(next.reused, next.entries - 2);
    assert!(next.reused_bytes > 10_000_000);
}

#[test]
fn a_file_of_the_same_name_size_and_time_with_other_bytes_is_packed_anew() {
    let yard = yard();
    let previous = yard.built();
    for path in ["publish/wwwroot/large.txt", "publish/web.config"] {
        let path = yard.path(path);
        let time = std::fs::metadata(&path).and_then(|about| about.modified());
        let mut bytes = std::fs::read(&path).expect("it is there");
        let last = bytes.len() - 2;
        bytes[last] ^= 1;
        std::fs::write(&path, bytes).expect("it can be written");
        let file = File::options().append(true).open(&path).expect("it opens");
        file.set_modified(time.expect("a time"))
            .expect("times can be set");
    }
    let next = same_as_in_full(&yard, &previous.path);
    assert_eq!(next.reused, next.entries - 2);
}

#[test]
fn the_package_of_before_may_be_the_one_that_is_replaced() {
    let yard = yard();
    let previous = yard.built();
    let mut order = with_previous(&yard, &previous.path);
    order.output = previous.path.clone();
    let next = built(&order);
    assert_eq!(next.reused, next.entries);
    assert_eq!(next.fingerprint.sha256, previous.fingerprint.sha256);
}

#[test]
fn nothing_is_taken_over_from_a_package_that_something_else_packed() {
    let yard = yard();
    let other = yard.out("other.zip");
    SamplePackage::new()
        .objects(200)
        .write(&other)
        .expect("a package");
    let order = with_previous(&yard, &other);
    assert_eq!(told(&order), ["build-previous-not-reusable"]);
    assert_eq!(same_as_in_full(&yard, &other).reused, 0);
}

#[test]
fn nothing_is_taken_over_from_a_package_that_has_changed_since() {
    let yard = Yard::new();
    let previous = yard.built();
    let good = std::fs::read(&previous.path).expect("it is there");
    let damaged = yard.out("damaged.zip");
    // Every part of it: data, directory, end record and comment.
    for at in (0..good.len())
        .step_by(good.len() / 60)
        .chain(good.len() - 90..good.len())
    {
        let mut bytes = good.clone();
        bytes[at] ^= 0x10;
        std::fs::write(&damaged, &bytes).expect("it can be written");
        let next = built(&with_previous(&yard, &damaged));
        assert_eq!(next.fingerprint.sha256, previous.fingerprint.sha256, "{at}");
        let end_record = good.len() - 22 - 53..good.len() - 53;
        assert!(next.reused == 0 || end_record.contains(&at), "{at}");
    }
    std::fs::write(&damaged, &good[..good.len() / 2]).expect("it can be written");
    assert_eq!(built(&with_previous(&yard, &damaged)).reused, 0);
}

#[test]
fn a_package_of_before_that_is_not_there_is_a_fault() {
    let yard = Yard::new();
    let fault = fault_of(&with_previous(&yard, &yard.path("nowhere.zip")));
    assert_eq!(fault.code, "file-unreadable");
    assert_eq!(yard.left(), [""; 0]);
}
