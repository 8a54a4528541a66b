//! Models as `SqlPackage` writes them, and broken ones.

use super::*;
use crate::restore::bacpac::bcp::Kind;

fn column(name: &str, inner: &str) -> String {
    format!(
        "<Entry><Element Type=\"SqlSimpleColumn\" Name=\"[dbo].[T].[{name}]\">{inner}</Element></Entry>"
    )
}

fn typed(properties: &str, reference: &str) -> String {
    format!(
        "<Relationship Name=\"TypeSpecifier\"><Entry><Element Type=\"SqlTypeSpecifier\">{properties}\
         <Relationship Name=\"Type\"><Entry><References {reference} /></Entry></Relationship></Element></Entry></Relationship>"
    )
}

fn model(elements: &str) -> String {
    format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><DataSchemaModel xmlns=\"x\"><Model>{elements}</Model></DataSchemaModel>"
    )
}

fn table(columns: &str) -> String {
    format!(
        "<Element Type=\"SqlTable\" Name=\"[dbo].[T]\"><Relationship Name=\"Columns\">{columns}</Relationship></Element>"
    )
}

#[test]
fn columns_are_read_with_type_length_and_whether_they_may_be_empty() {
    let columns = [
        column(
            "Id",
            &format!(
                "<Property Name=\"IsNullable\" Value=\"False\" /><Property Name=\"IsIdentity\" Value=\"True\" />{}",
                typed("", "ExternalSource=\"BuiltIns\" Name=\"[int]\"")
            ),
        ),
        column(
            "Note",
            &typed(
                "<Property Name=\"IsMax\" Value=\"True\" />",
                "ExternalSource=\"BuiltIns\" Name=\"[nvarchar]\"",
            ),
        ),
        "<Entry><Element Type=\"SqlComputedColumn\" Name=\"[dbo].[T].[Sum]\"><Property Name=\"IsPersisted\" Value=\"True\" /></Element></Entry>".into(),
        column("Code", &typed("", "Name=\"[dbo].[Code]\"")),
    ];
    let own_type = "<Element Type=\"SqlUserDefinedDataType\" Name=\"[dbo].[Code]\"><Property Name=\"Length\" Value=\"12\" />\
        <Relationship Name=\"Type\"><Entry><References ExternalSource=\"BuiltIns\" Name=\"[varchar]\" /></Entry></Relationship></Element>";
    let text = model(&format!(
        "<Element Type=\"SqlDatabaseOptions\"><Property Name=\"Collation\" Value=\"Czech_CI_AS\" /></Element>{}{own_type}",
        table(&columns.concat())
    ));
    let model = read(text.as_bytes()).expect("memory").expect("a model");
    assert_eq!(model.collation.as_deref(), Some("Czech_CI_AS"));
    let table = model.named("t").expect("the table");
    let told: Vec<_> = table
        .columns
        .iter()
        .map(|c| (c.name.as_str(), c.kind, c.nullable))
        .collect();
    assert_eq!(
        told,
        [
            ("Id", Kind::Fixed(4), false),
            ("Note", Kind::Large, true),
            (
                "Code",
                Kind::Text {
                    most: 24,
                    fixed: false
                },
                true
            ),
        ]
    );
    assert_eq!(model.sha256.len(), 64);
}

#[test]
fn a_model_cut_anywhere_is_none() {
    let text = model(&table(&column(
        "Id",
        &typed("", "ExternalSource=\"BuiltIns\" Name=\"[int]\""),
    )));
    for cut in 0..text.len() - 1 {
        let read = read(&text.as_bytes()[..cut]).expect("memory");
        assert!(read.is_none(), "cut at {cut}");
    }
    assert!(read(&b"<other></other>"[..]).expect("memory").is_none());
}
