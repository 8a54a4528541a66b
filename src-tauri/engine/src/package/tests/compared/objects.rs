//! Objects and content items, told as an editor knows them.

use super::super::SamplePackage;
use super::{compared, diffed};
use crate::package::compare::{Change, ContentItemChange, DiffKind, LineKind};

const GLOBAL: &str = "$CDRepository/@global";

fn class(name: &str, display: &str, fields: &str) -> String {
    format!(
        "<cms.contenttype>\n  <ClassDisplayName>{display}</ClassDisplayName>\n  <ClassFormDefinition>\n    <form>{fields}</form>\n  \
         </ClassFormDefinition>\n  <ClassName>{name}</ClassName>\n</cms.contenttype>"
    )
}

#[test]
fn objects_are_grouped_by_their_root_element_and_named_by_what_editors_see() {
    let old = SamplePackage::new()
        .file(&format!("{GLOBAL}/cms.role/editor.xml"), "<cms.role><RoleDisplayName>Editor</RoleDisplayName><RoleName>editor</RoleName></cms.role>")
        .file(&format!("{GLOBAL}/cms.role/gone.xml"), "<cms.role><RoleDisplayName>Gone</RoleDisplayName></cms.role>");
    let new = SamplePackage::new()
        .file(&format!("{GLOBAL}/cms.role/editor.xml"), "<cms.role><RoleDisplayName>Editor in chief</RoleDisplayName><RoleName>editor</RoleName></cms.role>")
        // A folder name that was shortened says nothing about the type.
        .file(&format!("{GLOBAL}/contoso.integratio..erylongname@1dabf6434c/x.xml"), "<contoso.integrationwithaverylongname><IntegrationName>maps</IntegrationName></contoso.integrationwithaverylongname>")
        .file("$CDRepository/devnet/cms.pagetemplate/x.xml", "<cms.pagetemplate><TemplateTitle>Landing</TemplateTitle><TemplateName>landing</TemplateName></cms.pagetemplate>");
    let told = compared(&old, &new);
    let groups: Vec<_> = told
        .objects
        .iter()
        .map(|group| {
            let objects: Vec<_> = group
                .objects
                .iter()
                .map(|it| (it.change, it.name.as_str(), it.channel.as_deref()))
                .collect();
            (group.kind.as_str(), objects)
        })
        .collect();
    assert_eq!(
        groups,
        [
            (
                "cms.pagetemplate",
                vec![(Change::Added, "Landing", Some("devnet"))]
            ),
            (
                "cms.role",
                vec![
                    (Change::Changed, "Editor in chief", None),
                    (Change::Removed, "Gone", None)
                ]
            ),
            (
                "contoso.integrationwithaverylongname",
                vec![(Change::Added, "maps", None)]
            ),
        ]
    );
    let totals = told.totals.objects;
    assert_eq!(
        (totals.added.0, totals.changed.0, totals.removed.0),
        (2, 1, 1)
    );
}

/// A page with its item, metadata, fields, place in the tree and a picture.
fn page(title: &str, text: &str, picture: &[u8]) -> Vec<(String, Vec<u8>)> {
    let channel = "$CDRepository/devnet";
    let item = "<CodeName>Welcome-8emciqon</CodeName><ObjectType>cms.contentitem</ObjectType>";
    let files = [
        (
            "cms.contentitem/welcome-8emciqon.xml",
            "<cms.contentitem><ContentItemContentTypeID><CodeName>Shop.Page</CodeName><ObjectType>cms.contenttype</ObjectType>\
             </ContentItemContentTypeID><ContentItemName>Welcome-8emciqon</ContentItemName></cms.contentitem>".to_owned(),
        ),
        (
            "cms.contentitemlanguagemetadata/welcome-8emciqon@a5faf3fa77/de2c_en-us@e4397ee394.xml",
            format!(
                "<cms.contentitemlanguagemetadata><ContentItemLanguageMetadataContentItemID>{item}</ContentItemLanguageMetadataContentItemID>\
                 <ContentItemLanguageMetadataContentLanguageID><CodeName>en-US</CodeName><ObjectType>cms.contentlanguage</ObjectType>\
                 </ContentItemLanguageMetadataContentLanguageID><ContentItemLanguageMetadataDisplayName>{title}\
                 </ContentItemLanguageMetadataDisplayName></cms.contentitemlanguagemetadata>"
            ),
        ),
        (
            "contentitemdata.shop.page/welcome-8emciqon_97e0_en-us@a5cd0b637a/477e.xml",
            format!(
                "<contentitemdata.shop.page><ContentItemDataCommonDataID><GUID>97e0</GUID><ObjectType>cms.contentitemcommondata</ObjectType>\
                 <Parent>{item}</Parent></ContentItemDataCommonDataID><PageText>{text}</PageText></contentitemdata.shop.page>"
            ),
        ),
        (
            "cms.webpageitem/welcome@730b59a5a2.xml",
            format!(
                "<cms.webpageitem><WebPageItemContentItemID>{item}</WebPageItemContentItemID>\
                 <WebPageItemTreePath>/Home/Welcome</WebPageItemTreePath></cms.webpageitem>"
            ),
        ),
    ];
    let mut all: Vec<(String, Vec<u8>)> = files
        .into_iter()
        .map(|(name, text)| (format!("{channel}/{name}"), text.into_bytes()))
        .collect();
    all.push((
        format!("{channel}/contentitemdata.shop.page/welcome-8emciqon_97e0_en-us@a5cd0b637a/477e#hero.jpg"),
        picture.to_vec(),
    ));
    all
}

fn site(files: Vec<(String, Vec<u8>)>) -> SamplePackage {
    let class = class("Shop.Page", "Article page", "");
    let base = SamplePackage::new().file(&format!("{GLOBAL}/cms.contenttype/shop.page.xml"), class);
    files
        .into_iter()
        .fold(base, |package, (name, bytes)| package.file(&name, bytes))
}

fn only(items: &[ContentItemChange]) -> &ContentItemChange {
    assert_eq!(items.len(), 1, "{items:?}");
    &items[0]
}

#[test]
fn a_page_of_which_only_the_text_changed_is_told_whole_from_files_that_did_not_change() {
    let old = site(page("Welcome", "Hello", b"x"));
    let new = site(page("Welcome", "Good day", b"x"));
    let told = compared(&old, &new);
    let item = only(&told.content_items);
    assert_eq!(
        (item.change, item.title.as_str()),
        (Change::Changed, "Welcome")
    );
    assert_eq!(item.content_type.as_deref(), Some("Shop.Page"));
    assert_eq!(item.type_name.as_deref(), Some("Article page"));
    assert_eq!(item.language.as_deref(), Some("en-us"));
    assert_eq!(item.page_path.as_deref(), Some("/Home/Welcome"));
    assert_eq!(item.channel.as_deref(), Some("devnet"));
    assert_eq!(item.entries.len(), 1);
    assert!(
        told.objects.is_empty(),
        "its parts are not told again as objects"
    );
}

#[test]
fn a_new_page_is_told_once_and_a_removed_one_by_the_name_it_had() {
    let (without, with) = (site(Vec::new()), site(page("Welcome", "Hello", b"x")));
    let added = compared(&without, &with);
    let item = only(&added.content_items);
    assert_eq!(
        (item.change, item.title.as_str(), item.entries.len()),
        (Change::Added, "Welcome", 5)
    );
    assert_eq!(item.language.as_deref(), Some("en-US"));
    let removed = compared(&with, &without);
    let item = only(&removed.content_items);
    assert_eq!(
        (item.change, item.title.as_str()),
        (Change::Removed, "Welcome")
    );
    assert_eq!(item.page_path.as_deref(), Some("/Home/Welcome"));
}

#[test]
fn a_picture_of_a_page_belongs_to_the_page() {
    let old = site(page("Welcome", "Hello", b"one picture"));
    let new = site(page("Welcome", "Hello", b"another one"));
    let told = compared(&old, &new);
    let item = only(&told.content_items);
    assert!(item.entries[0].ends_with("#hero.jpg"));
    let picture = diffed(&old, &new, &item.entries[0]);
    assert_eq!(picture.before.map(|size| size.0), Some(11));
}

#[test]
fn fields_of_a_content_type_are_told_by_their_column_and_long_texts_line_by_line() {
    let field = |name: &str, caption: &str| {
        format!(
            "<field column=\"{name}\" columntype=\"text\"><properties><fieldcaption>{caption}</fieldcaption></properties></field>"
        )
    };
    let entry = format!("{GLOBAL}/cms.contenttype/shop.page.xml");
    let make = |fields: String| {
        SamplePackage::new().file(&entry, class("Shop.Page", "Article page", &fields))
    };
    let old = make(field("PageTitle", "Title") + &field("PageText", "Text"));
    // A field in front of the others does not make all of them different.
    let new = make(
        field("PageIntro", "Intro") + &field("PageTitle", "Headline") + &field("PageText", "Text"),
    );
    let told = diffed(&old, &new, &entry);
    assert_eq!(
        (told.kind, told.name.as_str()),
        (DiffKind::Fields, "Article page")
    );
    assert_eq!(told.object_type.as_deref(), Some("cms.contenttype"));
    let caption = told
        .fields
        .iter()
        .find(|field| field.path.contains("field(PageTitle)"));
    let caption = caption.expect("the caption");
    assert_eq!(
        (caption.before.as_deref(), caption.after.as_deref()),
        (Some("Title"), Some("Headline"))
    );
    assert!(
        told.fields
            .iter()
            .all(|field| !field.path.contains("field(PageText)")),
        "{told:?}"
    );
    assert!(
        told.fields
            .iter()
            .any(|field| field.path.contains("field(PageIntro)") && field.change == Change::Added)
    );
}

#[test]
fn a_rich_text_is_told_by_the_lines_that_changed() {
    let text = |word: &str| {
        let paragraphs: String = (0..40).map(|at| format!("<p>Paragraph {at}</p>")).collect();
        format!("{paragraphs}<p>{word}</p>{paragraphs}")
    };
    let entry = format!("{GLOBAL}/shop.text/x.xml");
    let make = |word: &str| {
        SamplePackage::new().file(
            &entry,
            format!(
                "<shop.text><Body>\n<![CDATA[{}]]>\n</Body></shop.text>",
                text(word)
            ),
        )
    };
    let told = diffed(&make("before"), &make("after"), &entry);
    let field = &told.fields[0];
    assert_eq!(field.path, "Body");
    let changed: Vec<_> = field
        .lines
        .iter()
        .filter(|line| matches!(line.kind, LineKind::Added | LineKind::Removed))
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(changed, ["<p>before</p>", "<p>after</p>"]);
    assert!(field.lines.len() <= 12, "{}", field.lines.len());
    assert_eq!(field.lines[0].kind, LineKind::Gap);
    let left_out: usize = field
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Gap)
        .map(|line| line.text.parse::<usize>().expect("how many"))
        .sum();
    let told = field.lines.iter().filter(|line| line.kind != LineKind::Gap);
    // Every line of the text is there or counted; the changed one stands there twice.
    assert_eq!(left_out + told.count(), 82);
}

#[test]
fn no_secret_is_told_by_a_diff() {
    let entry = format!("{GLOBAL}/cms.user/editor.xml");
    let user = |hash: &str| {
        SamplePackage::new().file(&entry, format!("<cms.user><UserName>editor</UserName><UserPassword>{hash}</UserPassword></cms.user>"))
    };
    let told = diffed(&user("AQAAAAEAACcQAAAA"), &user("AQAAAAEAACcQBBBB"), &entry);
    assert!(told.fields[0].secret);
    assert!(!format!("{told:?}").contains("AQAAAA"));
    let setting = format!("{GLOBAL}/cms.settingskey/smtp.xml");
    let key = |value: &str| {
        SamplePackage::new().file(&setting, format!("<cms.settingskey><KeyName>CMSSMTPServerPassword</KeyName><KeyValue>{value}</KeyValue></cms.settingskey>"))
    };
    let told = diffed(&key("first-secret"), &key("second-secret"), &setting);
    assert!(
        told.fields[0].secret
            && !format!("{told:?}").contains("secret-")
            && !format!("{told:?}").contains("first-")
    );
    let config = |value: &str| {
        SamplePackage::new().file("appsettings.json", format!("{{\n  \"ConnectionStrings\": {{\n    \"CMSConnectionString\": \"Server=.;Password={value}\"\n  }},\n  \"A\": 1\n}}"))
    };
    let told = diffed(&config("hunter2!"), &config("hunter3!"), "appsettings.json");
    assert!(!format!("{told:?}").contains("hunter"), "{told:?}");
}

#[test]
fn what_cannot_be_shown_is_told_by_its_size() {
    let entry = format!("{GLOBAL}/cms.role/x.xml");
    let big = SamplePackage::new().file(&entry, vec![b' '; (8 << 20) + 1]);
    assert_eq!(
        diffed(&SamplePackage::new(), &big, &entry).kind,
        DiffKind::TooLarge
    );
    let binary = SamplePackage::new().file("wwwroot/a.bin", vec![0; 100]);
    let told = diffed(&SamplePackage::new(), &binary, "wwwroot/a.bin");
    assert_eq!(
        (told.kind, told.before, told.after.map(|size| size.0)),
        (DiffKind::Binary, None, Some(100))
    );
    let same = diffed(&binary, &binary, "wwwroot/a.bin");
    assert_eq!(same.kind, DiffKind::Same);
}
