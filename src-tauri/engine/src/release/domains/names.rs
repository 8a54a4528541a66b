//! Asking name servers for the records of a name.

use super::sender::RecordType;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{
    ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts,
};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr;
use hickory_resolver::proto::rr::{Name, RData};
use std::net::SocketAddr;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(3);
const TRIES: usize = 2;

/// Who is asked for records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NameServers {
    /// Those this computer uses.
    #[default]
    System,
    At(SocketAddr),
}

/// What was told of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// These records of the type that was asked for; none if there are none of it.
    Records(Vec<String>),
    NoSuchName,
    /// Nobody answered, or nobody could be asked.
    Nothing,
}

/// Asks the same servers one question after the other.
pub(super) struct Names(Option<TokioResolver>);

impl Names {
    pub(super) fn of(servers: NameServers) -> Self {
        let builder = match servers {
            NameServers::System => TokioResolver::builder_tokio().ok(),
            NameServers::At(at) => {
                let mut udp = ConnectionConfig::udp();
                udp.port = at.port();
                let server = NameServerConfig::new(at.ip(), true, vec![udp]);
                let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
                let runtime = TokioRuntimeProvider::default();
                Some(TokioResolver::builder_with_config(config, runtime))
            }
        };
        let resolver = builder.and_then(|mut builder| {
            let options: &mut ResolverOpts = builder.options_mut();
            options.timeout = LIMIT;
            options.attempts = TRIES;
            options.use_hosts_file = ResolveHosts::Never;
            builder.build().ok()
        });
        Self(resolver)
    }

    /// `name` is whole, with or without a dot at its end.
    pub(super) async fn ask(&self, name: &str, wanted: RecordType) -> Told {
        let whole = format!("{}.", name.trim_end_matches('.'));
        let (Some(resolver), Ok(name)) = (&self.0, Name::from_utf8(whole)) else {
            return Told::Nothing;
        };
        let kind = match wanted {
            RecordType::Txt => rr::RecordType::TXT,
            RecordType::Cname => rr::RecordType::CNAME,
            RecordType::Mx => rr::RecordType::MX,
        };
        match resolver.lookup(name, kind).await {
            Ok(found) => {
                let answers = found.answers().iter();
                Told::Records(answers.filter_map(|it| text(&it.data, wanted)).collect())
            }
            Err(trouble) if trouble.is_nx_domain() => Told::NoSuchName,
            Err(trouble) if trouble.is_no_records_found() => Told::Records(Vec::new()),
            Err(_) => Told::Nothing,
        }
    }
}

/// As people write it; none of another type, as a name may lead to another on the way.
fn text(data: &RData, wanted: RecordType) -> Option<String> {
    let bare = |name: &Name| name.to_utf8().trim_end_matches('.').to_owned();
    match (data, wanted) {
        (RData::TXT(text), RecordType::Txt) => {
            let pieces = text.txt_data.iter();
            Some(
                pieces
                    .map(|piece| String::from_utf8_lossy(piece))
                    .collect::<String>(),
            )
        }
        (RData::CNAME(name), RecordType::Cname) => Some(bare(name)),
        (RData::MX(mx), RecordType::Mx) => {
            Some(format!("{} {}", mx.preference, bare(&mx.exchange)))
        }
        _ => None,
    }
}
