//! Uploads one file or a folder with the object_store crate, as a program that uses it would:
//! `bench-object-store ADDRESS SAS FILE_OR_FOLDER AT_ONCE`. Nothing is checked on the way.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::path::Path as Name;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::task::JoinSet;

const BLOCK: usize = 8 * 1024 * 1024;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [address, sas, source, at_once] = args.as_slice() else {
        panic!("bench-object-store ADDRESS SAS FILE_OR_FOLDER AT_ONCE");
    };
    let (endpoint, container) = address.rsplit_once('/').expect("a container");
    let store = MicrosoftAzureBuilder::new()
        .with_account("account")
        .with_container_name(container)
        .with_endpoint(endpoint.to_owned())
        .with_allow_http(true)
        .with_config(AzureConfigKey::SasKey, sas.as_str())
        .build()
        .expect("a store");
    let (source, at_once) = (PathBuf::from(source), at_once.parse().expect("a number"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        if source.is_file() {
            file(&store, &source, at_once).await;
        } else {
            folder(Arc::new(store), &source, at_once).await;
        }
    });
}

async fn file(store: &impl ObjectStore, source: &Path, at_once: usize) {
    let name = Name::from("db.bacpac");
    let mut upload = store.put_multipart(&name).await.expect("it begins");
    let mut file = Some(File::open(source).expect("it can be read"));
    let mut parts = JoinSet::<object_store::Result<()>>::new();
    while let Some(mut open) = file.take() {
        let (block, open) = tokio::task::spawn_blocking(move || {
            let mut block = Vec::with_capacity(BLOCK);
            Read::by_ref(&mut open)
                .take(BLOCK as u64)
                .read_to_end(&mut block)
                .expect("it can be read");
            (block, open)
        })
        .await
        .expect("it ends");
        if block.is_empty() {
            break;
        }
        file = Some(open);
        while parts.len() >= at_once {
            parts
                .join_next()
                .await
                .expect("there is one")
                .expect("it ends")
                .expect("it is taken");
        }
        parts.spawn(upload.put_part(PutPayload::from(block)));
    }
    while let Some(part) = parts.join_next().await {
        part.expect("it ends").expect("it is taken");
    }
    upload.complete().await.expect("it is committed");
}

async fn folder(store: Arc<impl ObjectStore>, source: &Path, at_once: usize) {
    let files = slipway_benches::data::files_below(source);
    stream::iter(files)
        .map(|path| {
            let store = store.clone();
            let name = path
                .strip_prefix(source)
                .expect("it is below it")
                .to_string_lossy()
                .into_owned();
            async move {
                let bytes = tokio::fs::read(&path).await.expect("it can be read");
                store
                    .put(&Name::from(name), PutPayload::from(bytes))
                    .await
                    .map(drop)
            }
        })
        .buffer_unordered(at_once)
        .try_collect::<()>()
        .await
        .expect("all are taken");
}
