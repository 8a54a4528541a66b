//! Which operation of the REST API a request asks for.

use super::asked::Asked;
use super::refusal::Refusal;
use axum::http::Method;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    ListBlobs,
    PutBlob,
    PutBlobFromUrl,
    CopyBlobFromUrl,
    PutBlock,
    PutBlockFromUrl,
    PutBlockList,
    GetBlockList,
    /// HEAD as well.
    GetBlob,
    DeleteBlob,
    /// Whatever no link to a container can allow: its properties, making it, removing it.
    Container,
}

impl Operation {
    pub fn of(asked: &Asked) -> Result<Self, Refusal> {
        let comp = asked.parameter("comp");
        if asked.blob.is_none() {
            return match (&asked.method, asked.parameter("restype"), comp) {
                (&Method::GET, Some("container"), Some("list")) => Ok(Self::ListBlobs),
                (_, Some("container"), _) => Ok(Self::Container),
                _ => Err(unsupported_method()),
            };
        }
        let copies = asked.header("x-ms-copy-source").is_some();
        let operation = match (asked.method.as_str(), comp) {
            ("GET" | "HEAD", None) => Self::GetBlob,
            ("GET", Some("blocklist")) => Self::GetBlockList,
            ("PUT", Some("blocklist")) => Self::PutBlockList,
            ("PUT", Some("block")) if copies => Self::PutBlockFromUrl,
            ("PUT", Some("block")) => Self::PutBlock,
            ("PUT", None) if copies && asked.header("x-ms-blob-type").is_some() => {
                Self::PutBlobFromUrl
            }
            ("PUT", None) if copies => Self::CopyBlobFromUrl,
            ("PUT", None) => Self::PutBlob,
            ("DELETE", None) => Self::DeleteBlob,
            (_, Some(other)) => {
                return Err(Refusal::query_value(
                    "comp",
                    other,
                    "It is not supported here.",
                ));
            }
            _ => return Err(unsupported_method()),
        };
        Ok(operation)
    }

    /// Any of these lets a link do it; none for what a link to a container never allows.
    pub fn permissions(self) -> &'static str {
        match self {
            Self::ListBlobs => "l",
            Self::PutBlob | Self::PutBlobFromUrl | Self::CopyBlobFromUrl => "cw",
            Self::PutBlock | Self::PutBlockFromUrl | Self::PutBlockList => "w",
            Self::GetBlockList | Self::GetBlob => "r",
            Self::DeleteBlob => "d",
            Self::Container => "",
        }
    }
}

fn unsupported_method() -> Refusal {
    Refusal::new(
        405,
        "UnsupportedHttpVerb",
        "The resource doesn't support specified Http Verb.",
    )
}
