//! Serialized objects as a CD repository holds them (facts 2.1): XML with a byte order mark whose
//! root element is the object type, in lower-case files.

use super::SampleFile;
use super::random::Random;

const CONTENT_TYPES: [&str; 3] = ["ArticlePage", "Coffee", "Image"];

/// The first `count` objects of a repository: what describes the site first, then content items
/// of four files each.
pub(super) fn objects(count: usize, version: Option<&str>, seed: u64) -> Vec<SampleFile> {
    let mut files = foundations(version);
    let mut item = 0;
    while files.len() < count {
        files.extend(content_item(item, seed));
        item += 1;
    }
    files.truncate(count);
    files
}

fn foundations(version: Option<&str>) -> Vec<SampleFile> {
    let setting = version.map(|version| {
        let body = format!(
            "  <KeyCategoryID>\n    <CodeName>CMS.System.General</CodeName>\n    \
             <ObjectType>cms.settingscategory</ObjectType>\n  </KeyCategoryID>\n  \
             <KeyName>CMSDBVersion</KeyName>\n  <KeyType>string</KeyType>\n  <KeyValue>{version}</KeyValue>\n"
        );
        object("@global", "cms.settingskey", "cmsdbversion", &body)
    });
    let channel = object(
        "@global",
        "cms.channel",
        "dancinggoatpages",
        "  <ChannelName>DancingGoatPages</ChannelName>\n  <ChannelType>Website</ChannelType>\n",
    );
    let types = CONTENT_TYPES.map(|name| {
        let body = format!(
            "  <ClassDisplayName>{name}</ClassDisplayName>\n  <ClassName>DancingGoat.{name}</ClassName>\n  \
             <ClassType>Content</ClassType>\n"
        );
        object("@global", "cms.contenttype", &format!("dancinggoat.{}", name.to_lowercase()), &body)
    });
    setting.into_iter().chain([channel]).chain(types).collect()
}

/// One content item as it is serialized: the item, its common data, its language's metadata and
/// the fields of its type.
fn content_item(index: usize, seed: u64) -> [SampleFile; 4] {
    let mut random = Random::of(seed, &format!("item {index}"));
    let kind = CONTENT_TYPES[index % CONTENT_TYPES.len()];
    let name = format!(
        "{}{index}-{:08x}",
        kind,
        (index as u64).wrapping_mul(0x9e37_79b9) & 0xffff_ffff
    );
    let file = name.to_lowercase();
    let hash = |salt: u64| (index as u64 ^ salt).wrapping_mul(0x1_0000_01b3) & 0xff_ffff_ffff;
    let parent = format!("{file}@{:010x}", hash(0));
    // Identities stay the same whatever the seed: it is the contents that change.
    let mut names = Random::of(1, &format!("identity of item {index}"));
    let (item_guid, common_guid, data_guid) = (names.guid(), names.guid(), names.guid());
    let reference = |element: &str| {
        format!(
            "  <{element}>\n    <CodeName>{name}</CodeName>\n    <GUID>{item_guid}</GUID>\n    \
             <ObjectType>cms.contentitem</ObjectType>\n  </{element}>\n"
        )
    };
    let language = |element: &str| {
        format!(
            "  <{element}>\n    <CodeName>en</CodeName>\n    \
             <ObjectType>cms.contentlanguage</ObjectType>\n  </{element}>\n"
        )
    };
    let item = format!(
        "  <ContentItemContentTypeID>\n    <CodeName>DancingGoat.{kind}</CodeName>\n    <GUID>{}</GUID>\n    \
         <ObjectType>cms.contenttype</ObjectType>\n  </ContentItemContentTypeID>\n  \
         <ContentItemGUID>{item_guid}</ContentItemGUID>\n  <ContentItemIsReusable>True</ContentItemIsReusable>\n  \
         <ContentItemName>{name}</ContentItemName>\n",
        names.guid()
    );
    let common = format!(
        "{}{}  <ContentItemCommonDataGUID>{common_guid}</ContentItemCommonDataGUID>\n",
        reference("ContentItemCommonDataContentItemID"),
        language("ContentItemCommonDataContentLanguageID"),
    );
    let metadata = format!(
        "{}{}  <ContentItemLanguageMetadataDisplayName>{kind} no. {index}</ContentItemLanguageMetadataDisplayName>\n",
        reference("ContentItemLanguageMetadataContentItemID"),
        language("ContentItemLanguageMetadataContentLanguageID"),
    );
    let length = 400 + random.below(1_600);
    let fields = format!(
        "  <ContentItemDataCommonDataID>\n    <GUID>{common_guid}</GUID>\n    \
         <ObjectType>cms.contentitemcommondata</ObjectType>\n    <Parent>\n      <CodeName>{name}</CodeName>\n      \
         <GUID>{item_guid}</GUID>\n      <ObjectType>cms.contentitem</ObjectType>\n    </Parent>\n  \
         </ContentItemDataCommonDataID>\n  <Text>{}</Text>\n",
        random.prose(length)
    );
    let data = format!("contentitemdata.dancinggoat.{}", kind.to_lowercase());
    [
        object("@global", "cms.contentitem", &file, &item),
        object(
            "@global",
            "cms.contentitemcommondata",
            &format!("{parent}/{common_guid}_en@{:010x}", hash(1)),
            &common,
        ),
        object(
            "@global",
            "cms.contentitemlanguagemetadata",
            &format!("{parent}/{common_guid}_en@{:010x}", hash(2)),
            &metadata,
        ),
        object(
            "@global",
            &data,
            &format!("{file}_{common_guid}_en@{:010x}/{data_guid}", hash(3)),
            &fields,
        ),
    ]
}

fn object(channel: &str, kind: &str, file: &str, body: &str) -> SampleFile {
    SampleFile {
        name: format!("$CDRepository/{channel}/{kind}/{file}.xml"),
        bytes: format!(
            "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{kind}>\n{body}</{kind}>"
        )
        .into_bytes(),
    }
}
