//! Each reader: good bytes that something happened to, and bytes that never were any.

use crate::measured::measured;
use crate::mishaps::{Mishap, happen, mishap};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use slipway_engine::fuzzing::{READERS, read};

/// Of each reader; two cores are busy for half a minute with all of them.
const CASES: u32 = 40;
/// Buffers of fixed size, of which each thread may have some, and what small bytes unpack to.
const MOST_MEMORY: usize = 192 << 20;

#[derive(Debug, Clone)]
enum Bytes {
    Good(Index, Vec<Mishap>),
    Any(Vec<u8>),
    Text(String),
}

fn bytes() -> impl Strategy<Value = Bytes> {
    prop_oneof![
        8 => (any::<Index>(), vec(mishap(), 1..6)).prop_map(|(which, mishaps)| Bytes::Good(which, mishaps)),
        1 => vec(any::<u8>(), 0..600).prop_map(Bytes::Any),
        1 => "[<>/a-c\"'= &;#x!\\[\\]{}():$@%.,0-9\\n\\PC]{0,300}".prop_map(Bytes::Text),
    ]
}

fn survives(name: &'static str) {
    let reader = READERS.iter().find(|reader| reader.name == name);
    let samples = (reader.expect("it is one of them").samples)();
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(CASES)
    });
    let outcome = runner.run(&bytes(), |case| {
        let bytes = match case {
            Bytes::Good(which, mishaps) => {
                let mut bytes = which.get(&samples).clone();
                mishaps.iter().for_each(|mishap| happen(&mut bytes, mishap));
                bytes
            }
            Bytes::Any(bytes) => bytes,
            Bytes::Text(text) => text.into_bytes(),
        };
        let again = bytes.clone();
        let (first, took) = measured(move || read(name, &bytes));
        prop_assert!(took < MOST_MEMORY, "{took} bytes of memory");
        prop_assert_eq!(first, read(name, &again), "another answer the second time");
        Ok(())
    });
    if let Err(found) = outcome {
        panic!("{name}: {found}");
    }
}

macro_rules! each_survives {
    ($($name:literal $test:ident),+ $(,)?) => {
        $(#[test]
        fn $test() {
            survives($name);
        })+

        #[test]
        fn every_reader_of_foreign_bytes_is_among_them() {
            let mut there: Vec<&str> = READERS.iter().map(|reader| reader.name).collect();
            let mut tested = vec![$($name),+];
            there.sort_unstable();
            tested.sort_unstable();
            assert_eq!(there, tested);
        }
    };
}

each_survives! {
    "package" any_package_gets_an_answer,
    "cloud-metadata" any_metadata_gets_an_answer,
    "repository-config" any_configuration_gets_an_answer,
    "deps-json" any_list_of_libraries_gets_an_answer,
    "settings-json" any_settings_in_json_get_an_answer,
    "settings-xml" any_settings_in_xml_get_an_answer,
    "object-xml" any_object_gets_an_answer,
    "migration-sql" any_migration_gets_an_answer,
    "library-version" any_library_gets_an_answer,
    "project-file" any_project_file_gets_an_answer,
    "csharp" any_source_code_gets_an_answer,
    "database" any_database_file_gets_an_answer,
    "database-model" any_model_of_a_database_gets_an_answer,
    "database-rows" any_rows_of_a_table_get_an_answer,
    "storage-zip" any_export_of_files_gets_an_answer,
    "sas-links" any_pasted_text_gets_an_answer,
    "http-answer" any_answer_of_a_server_gets_one,
    "web-page" any_page_of_a_site_gets_an_answer,
    "log-archive" any_archive_of_logs_gets_an_answer,
    "log-lines" any_log_gets_an_answer,
}

#[test]
fn good_bytes_are_understood_so_the_mishaps_begin_somewhere() {
    let answer = |name: &str| {
        let reader = READERS.iter().find(|reader| reader.name == name);
        let samples = (reader.expect("it is one of them").samples)();
        samples
            .iter()
            .map(|bytes| read(name, bytes))
            .collect::<String>()
    };
    for (name, understood) in [
        ("package", "DancingGoat"),
        ("repository-config", "Editor"),
        ("deps-json", "31.6.2"),
        ("library-version", "1.0.0-202607171957"),
        ("project-file", "31.6.2"),
        ("database", "31.6.2"),
        ("database-rows", "31.6.2"),
        ("storage-zip", "default/assets/a.jpg"),
        ("sas-links", "acc.blob.core.windows.net"),
        ("http-answer", "2!88!x"),
        ("web-page", "7.0.12"),
        ("log-archive", "table-missing"),
        ("log-lines", "table-missing"),
    ] {
        let answer = answer(name);
        assert!(answer.contains(understood), "{name}: {answer}");
    }
}
