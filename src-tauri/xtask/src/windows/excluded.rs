//! Tests that Wine is no Windows for, or Windows no place for, each with its reason.

pub struct Excluded {
    /// The test's whole name.
    pub test: &'static str,
    pub why: &'static str,
}

const OTHER_PROGRAMS: &str = "opens the package with a program of Linux, which Wine does not find";
const ALIKE_BUT_FOR_CASE: &str = "lays out names alike but for case, which are one file on Windows";

pub const EXCLUDED: &[Excluded] = &[
    Excluded {
        test: "package::build::tests::opens::python_reads_every_byte_back",
        why: OTHER_PROGRAMS,
    },
    Excluded {
        test: "package::build::tests::opens::seven_zip_finds_nothing_wrong",
        why: OTHER_PROGRAMS,
    },
    Excluded {
        test: "package::build::tests::opens::unzip_finds_nothing_wrong",
        why: OTHER_PROGRAMS,
    },
    Excluded {
        test: "package::build::tests::large::promise_33_entries_beyond_what_16_bits_count_are_written_and_read",
        why: "lays out 70,000 files, which takes Wine minutes; counts are tried there without files",
    },
    Excluded {
        test: "package::build::tests::refused::container_names_that_storage_does_not_take_are_refused",
        why: ALIKE_BUT_FOR_CASE,
    },
    Excluded {
        test: "desk::restore::tests::files::collisions_are_shown_decided_and_gone_without_looking_again",
        why: ALIKE_BUT_FOR_CASE,
    },
    Excluded {
        test: "faults::connections::a_client_waiting_for_an_answer_sees_the_reset_and_not_an_end",
        why: "Wine tells a connection that was reset as one that ended",
    },
    Excluded {
        test: "disk::held::tests::a_locked_part_is_held_too",
        why: "Wine lets everybody read what one program has locked",
    },
    Excluded {
        test: "release::probes::a_trusted_site_tells_whose_certificate_it_has_and_until_when",
        why: "trusts an authority by a variable that only Linux reads; Windows has its own store",
    },
    Excluded {
        test: "first_aid::first_aid_without_a_keychain_says_so_in_words_and_in_its_exit_code",
        why: "takes the keychain away, which Windows always has",
    },
    Excluded {
        test: "lifecycle::starting_takes_less_than_a_tenth_of_a_second",
        why: "measures time, and Wine's own start is in it",
    },
];
