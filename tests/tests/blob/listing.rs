//! List Blobs.

use crate::deeds::{elements, header_free, id, md5, put_block, sent, there};
use crate::stage::{Stage, header, told};

async fn list(stage: &Stage, more: &str) -> String {
    let answer = sent(stage.about("GET", "", &format!("&restype=container&comp=list{more}"))).await;
    assert_eq!(told(&answer), (200, ""), "{}", stage.name);
    assert!(
        header(&answer, "content-type").starts_with("application/xml"),
        "{}",
        stage.name
    );
    answer.text().await.unwrap()
}

async fn with_some(stage: &Stage) {
    for name in ["b", "a/2", "a/1", "a/deep/1", "c"] {
        there(stage, name, name.to_owned()).await;
    }
}

#[tokio::test]
async fn blobs_are_listed_by_name_with_what_goes_with_them() {
    for stage in Stage::both().await {
        with_some(&stage).await;
        let seen = there(&stage, "d", "hello").await;
        let listed = list(&stage, "").await;
        assert!(
            header_free(&listed).starts_with("<EnumerationResults ServiceEndpoint=\""),
            "{listed}"
        );
        assert_eq!(
            elements(&listed, "Name"),
            ["a/1", "a/2", "a/deep/1", "b", "c", "d"],
            "{}",
            stage.name
        );
        let last = listed.rsplit("<Blob>").next().unwrap();
        for (name, value) in [
            ("Last-Modified", header(&seen, "last-modified")),
            ("Creation-Time", header(&seen, "last-modified")),
            ("Etag", header(&seen, "etag").trim_matches('"')),
            ("Content-Length", "5"),
            ("Content-MD5", &md5(b"hello")),
            ("BlobType", "BlockBlob"),
        ] {
            let told = elements(last, name).concat();
            assert_eq!(told.trim_matches('"'), value, "{name} in {}", stage.name);
        }
        assert!(listed.contains("<NextMarker"), "{}", stage.name);
    }
}

#[tokio::test]
async fn a_prefix_and_a_delimiter_show_one_folder() {
    for stage in Stage::both().await {
        with_some(&stage).await;
        let top = list(&stage, "&delimiter=%2F").await;
        let folders: Vec<String> = elements(&top, "BlobPrefix");
        assert_eq!(folders, ["<Name>a/</Name>"], "{}", stage.name);
        let mut names = elements(&top, "Name");
        names.sort();
        assert_eq!(names, ["a/", "b", "c"], "{}", stage.name);
        let inside = list(&stage, "&delimiter=%2F&prefix=a%2F").await;
        let mut names = elements(&inside, "Name");
        names.sort();
        assert_eq!(names, ["a/1", "a/2", "a/deep/"], "{}", stage.name);
        assert_eq!(
            elements(&list(&stage, "&prefix=a%2Fd").await, "Name"),
            ["a/deep/1"],
            "{}",
            stage.name
        );
        assert_eq!(
            elements(&list(&stage, "&prefix=none").await, "Name"),
            [""; 0],
            "{}",
            stage.name
        );
    }
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repeat() {
    for stage in Stage::both().await {
        with_some(&stage).await;
        for delimiter in ["", "&delimiter=%2F"] {
            let mut names = Vec::new();
            let mut marker = String::new();
            for page in 0.. {
                assert!(page < 10, "{}: pages without end", stage.name);
                let listed = list(&stage, &format!("&maxresults=2{delimiter}{marker}")).await;
                let mut here = elements(&listed, "Name");
                assert!(here.len() <= 2, "{listed}");
                here.sort();
                names.append(&mut here);
                let next = elements(&listed, "NextMarker").concat();
                if next.is_empty() {
                    break;
                }
                marker = format!(
                    "&marker={}",
                    next.replace('=', "%3D")
                        .replace('+', "%2B")
                        .replace('/', "%2F")
                );
            }
            let all: &[&str] = match delimiter {
                "" => &["a/1", "a/2", "a/deep/1", "b", "c"],
                _ => &["a/", "b", "c"],
            };
            assert_eq!(names, all, "{}", stage.name);
        }
    }
}

#[tokio::test]
async fn blobs_with_blocks_only_are_listed_on_request() {
    for stage in Stage::both().await {
        there(&stage, "a", "1").await;
        sent(put_block(&stage, "b", &id(0), "1")).await;
        assert_eq!(
            elements(&list(&stage, "").await, "Name"),
            ["a"],
            "{}",
            stage.name
        );
        let listed = list(&stage, "&include=uncommittedblobs").await;
        assert_eq!(elements(&listed, "Name"), ["a", "b"], "{}", stage.name);
    }
}

#[tokio::test]
async fn an_empty_container_is_an_empty_list() {
    for stage in Stage::both().await {
        let listed = list(&stage, "").await;
        assert_eq!(elements(&listed, "Name"), [""; 0], "{}", stage.name);
        assert!(listed.contains("<Blobs"), "{listed}");
    }
}

#[tokio::test]
async fn a_page_of_nothing_is_refused() {
    for stage in Stage::both().await {
        let answer =
            sent(stage.about("GET", "", "&restype=container&comp=list&maxresults=0")).await;
        assert_eq!(answer.status(), 400, "{}", stage.name);
    }
}
