//! Domains that send emails, beside a name server of these tests.

use super::*;
use crate::clock::SystemClock;
use hickory_resolver::proto::op::{Message, MessageType, ResponseCode};
use hickory_resolver::proto::rr::rdata::{CNAME, TXT};
use hickory_resolver::proto::rr::{self, Name, RData, Record};
use std::net::Ipv4Addr;
use tokio::net::UdpSocket;

/// Names with their records, as a name server tells them until the runtime ends.
type Zone = &'static [(&'static str, RecordType, &'static str)];

/// A domain whose own name servers do not answer.
const BROKEN: &str = "broken.example";

async fn name_server(zone: Zone) -> NameServers {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await;
    let socket = socket.expect("a port");
    let at = socket.local_addr().expect("an address");
    tokio::spawn(async move {
        let mut asked = [0; 1_500];
        while let Ok((length, from)) = socket.recv_from(&mut asked).await {
            let answer = answer(zone, &asked[..length]);
            // Whoever asked may have given up.
            let _ = socket.send_to(&answer, from).await;
        }
    });
    NameServers::At(at)
}

fn answer(zone: Zone, asked: &[u8]) -> Vec<u8> {
    let asked = Message::from_vec(asked).expect("a question");
    let query = asked.queries[0].clone();
    let name = query.name().to_utf8();
    let name = name.trim_end_matches('.');
    let mut answer = Message::response(asked.metadata.id, asked.metadata.op_code);
    answer.metadata.message_type = MessageType::Response;
    answer.add_query(query.clone());
    let known = zone.iter().any(|(owner, ..)| owner.ends_with(name));
    if name.ends_with(BROKEN) {
        answer.metadata.response_code = ResponseCode::ServFail;
    } else if !known {
        answer.metadata.response_code = ResponseCode::NXDomain;
    }
    for (_, kind, value) in zone.iter().filter(|(owner, ..)| *owner == name) {
        let (wanted, data) = match kind {
            RecordType::Txt => (
                rr::RecordType::TXT,
                RData::TXT(TXT::new(vec![(*value).to_owned()])),
            ),
            _ => (
                rr::RecordType::CNAME,
                RData::CNAME(CNAME(Name::from_utf8(value).expect("a name"))),
            ),
        };
        if query.query_type == wanted {
            answer.add_answer(Record::from_rdata(query.name().clone(), 60, data));
        }
    }
    answer.to_vec().expect("an answer")
}

async fn looked_at(name: &str, records: &str, servers: NameServers) -> DomainLook {
    let asked = DomainAsked {
        name: name.into(),
        kind: DomainKind::Sender,
        records: records.into(),
    };
    let http = crate::portal::client(None).expect("a client");
    let (asked, clock) = ([asked], SystemClock::new());
    let looks = look_at_domains(&asked, &[], &http, servers, &clock);
    looks.await.remove(0)
}

fn says(look: &DomainLook) -> Vec<(&str, RecordSays)> {
    let records = look.records.iter();
    records.map(|it| (it.name.as_str(), it.says)).collect()
}

const SHOP: Zone = &[
    (
        "shop.example",
        RecordType::Txt,
        "google-site-verification=1",
    ),
    (
        "shop.example",
        RecordType::Txt,
        "v=spf1 include:mail.example -all",
    ),
    ("_dmarc.shop.example", RecordType::Txt, "v=DMARC1; p=reject"),
    ("em12.shop.example", RecordType::Cname, "U12.mail.example."),
    (
        "s1._domainkey.shop.example",
        RecordType::Txt,
        "v=DKIM1;p=AbC",
    ),
    ("two.example", RecordType::Txt, "v=spf1 -all"),
    ("two.example", RecordType::Txt, "v=spf1 ~all"),
];

#[tokio::test]
async fn a_sender_domain_with_everything_receivers_look_for_is_fine() {
    let servers = name_server(SHOP).await;
    let entered = "em12 CNAME u12.mail.example\ns1._domainkey TXT \"v=DKIM1; p=AbC\"\n";
    let look = looked_at("Shop.Example", entered, servers).await;
    assert_eq!(
        says(&look),
        [
            ("shop.example", RecordSays::SpfThere),
            ("_dmarc.shop.example", RecordSays::DmarcThere),
            ("em12.shop.example", RecordSays::AsEntered),
            ("s1._domainkey.shop.example", RecordSays::AsEntered),
        ]
    );
    assert_eq!((look.says, look.fine), (DomainSays::SenderFine, true));
    assert_eq!(look.records[0].found, ["v=spf1 include:mail.example -all"]);
}

#[tokio::test]
async fn what_a_sender_domain_lacks_is_told_record_by_record() {
    let servers = name_server(SHOP).await;
    let entered = "em12 CNAME u99.mail.example\ns2._domainkey CNAME s2.mail.example\nwhat is this";
    let look = looked_at("shop.example", entered, servers).await;
    assert_eq!(
        says(&look)[2..],
        [
            ("em12.shop.example", RecordSays::Differs),
            ("s2._domainkey.shop.example", RecordSays::Missing),
            ("what is this", RecordSays::Unreadable),
        ]
    );
    assert_eq!(look.records[2].found, ["u12.mail.example"]);
    assert_eq!((look.says, look.fine), (DomainSays::SenderLacks, false));
    let two = looked_at("two.example", "", servers).await;
    assert_eq!(
        says(&two),
        [
            ("two.example", RecordSays::SpfSeveral),
            ("_dmarc.two.example", RecordSays::DmarcMissing),
        ]
    );
}

#[tokio::test]
async fn a_domain_below_another_follows_its_policy_and_may_name_its_senders_elsewhere() {
    let servers = name_server(SHOP).await;
    let look = looked_at("em12.shop.example", "", servers).await;
    assert_eq!(
        says(&look),
        [
            ("em12.shop.example", RecordSays::SpfMissing),
            ("_dmarc.shop.example", RecordSays::DmarcThere),
        ]
    );
    let entered = "em12.shop.example. CNAME u12.mail.example";
    let look = looked_at("em12.shop.example", entered, servers).await;
    assert_eq!(says(&look)[0].1, RecordSays::SpfElsewhere);
    assert!(look.fine, "{look:?}");
}

#[tokio::test]
async fn a_name_that_is_not_there_is_told_from_one_nobody_answers_for() {
    let servers = name_server(SHOP).await;
    let nowhere = looked_at("other.example", "", servers).await;
    assert_eq!(nowhere.says, DomainSays::NotResolved);
    assert!(!nowhere.fine && nowhere.records.is_empty());
    let silence = looked_at(BROKEN, "", servers).await;
    assert_eq!(silence.says, DomainSays::NotTold);
    assert!(!silence.fine, "nothing is called fine that was not seen");
}

#[test]
fn a_domain_is_asked_for_encrypted_at_its_own_page() {
    let asked = |name, kind| address_of(name, kind).map(String::from);
    assert_eq!(
        asked("www.shop.example", DomainKind::Channel),
        Some("https://www.shop.example/".into())
    );
    assert_eq!(
        asked("qa-shop.xperience-sites.com/en?x=1", DomainKind::Admin),
        Some("https://qa-shop.xperience-sites.com/admin".into())
    );
    for name in ["", "shop", "shop example.com", "https://"] {
        assert_eq!(asked(name, DomainKind::Channel), None, "{name}");
    }
}
