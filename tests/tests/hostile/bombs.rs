//! Small files made to be endless work: depth, width, and beginnings without an end. Each was found
//! to take the square of its length, the stack or all memory in some reader once.

use crate::measured::measured;
use slipway_engine::fuzzing::read;

/// Times its own size, beside what every reader needs.
const MOST_GROWTH: usize = 150;
const ALWAYS: usize = 96 << 20;

fn comes_to_an_end(name: &'static str, bytes: impl Into<Vec<u8>>) {
    let bytes = bytes.into();
    let length = bytes.len();
    let (_, took) = measured(move || read(name, &bytes));
    let most = ALWAYS + MOST_GROWTH * length;
    assert!(took < most, "{name}: {took} bytes of memory for {length}");
}

const XML: [&str; 6] = [
    "repository-config",
    "settings-xml",
    "object-xml",
    "project-file",
    "database-model",
    "http-answer",
];

fn nested(root: &str, depth: usize) -> String {
    format!(
        "<{root}>{}{}</{root}>",
        "<a>".repeat(depth),
        "</a>".repeat(depth)
    )
}

const ROOTS: [&str; 4] = [
    "RepositoryConfiguration",
    "cms.contentitem",
    "Project",
    "DataSchemaModel",
];

#[test]
fn promise_31_elements_nested_without_end_fill_neither_stack_nor_time() {
    for name in XML {
        for root in ROOTS {
            comes_to_an_end(name, nested(root, 40_000));
        }
        comes_to_an_end(name, "<a>".repeat(100_000));
    }
}

#[test]
fn promise_31_attributes_without_end_take_no_more_than_their_number() {
    let attributes: String = (0..30_000).map(|n| format!(" a{n}=''")).collect();
    for name in XML {
        for root in ROOTS {
            comes_to_an_end(name, format!("<{root}{attributes}></{root}>"));
        }
    }
}

#[test]
fn promise_31_brackets_and_comments_without_end_come_to_one() {
    for piece in ["[", "{\"a\":", "[{\"a\":", "/*", "//", "\"", "\\", "\"=\","] {
        for name in ["settings-json", "deps-json", "cloud-metadata"] {
            comes_to_an_end(name, piece.repeat(60_000));
        }
    }
    // Sixty-three names of a hundred letters around each of many texts.
    let around: String = (0..63)
        .map(|n| format!("{{\"{}{n}\":", "k".repeat(98)))
        .collect();
    comes_to_an_end(
        "settings-json",
        format!("{around}[{}", "\"=\",".repeat(5_000)),
    );
}

#[test]
fn promise_31_sql_without_end_comes_to_one() {
    for piece in [
        "/*",
        "'",
        "[",
        "\"",
        "--",
        "DROP TABLE ",
        "INSERT A ",
        "UPDATE A SET ",
        "\u{130}",
    ] {
        comes_to_an_end("migration-sql", piece.repeat(60_000));
    }
}

#[test]
fn promise_31_code_without_end_comes_to_one() {
    for piece in [
        "$",
        "@\"",
        "\"",
        "if({",
        "if(a){",
        "else{",
        "b.AddKenticoCloud(",
        "#if false\n",
        "'\\",
        "AzureStorageProvider ",
    ] {
        comes_to_an_end("csharp", piece.repeat(20_000));
    }
    let fences: String = (0..500).rev().map(|run| "\"".repeat(run) + "x").collect();
    comes_to_an_end("csharp", "\"".repeat(600) + &fences);
    let inside = "if(a){".repeat(20_000) + "b.AddKenticoCloud(c);";
    comes_to_an_end("csharp", inside.repeat(3));
}

#[test]
fn promise_31_properties_made_of_each_other_are_not_filled_in_for_ever() {
    let levels: String = (0..8)
        .map(|level| {
            format!(
                "<P{level}>{}</P{level}>",
                format!("$(P{})", level + 1).repeat(20)
            )
        })
        .collect();
    let project = |inner: &str| {
        format!(
            "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup>{levels}<P8>xxxxxxxxxx</P8><TargetFramework>$(P0)</TargetFramework>\
             </PropertyGroup>{inner}</Project>"
        )
    };
    comes_to_an_end("project-file", project(""));
    let many = "$(P8)".repeat(60_000);
    comes_to_an_end(
        "project-file",
        project(&format!("<AssemblyName>{many}</AssemblyName>")),
    );
}

#[test]
fn promise_31_thousands_of_references_are_looked_up_in_time() {
    let references: String = (0..4_000)
        .map(|n| format!("<PackageReference Include=\"P{n}\"/><PackageVersion Include=\"P{n}\"><Version>1</Version></PackageVersion>"))
        .collect();
    let project = format!("<Project Sdk=\"Microsoft.NET.Sdk.Web\">{references}</Project>");
    comes_to_an_end("project-file", project);
}

#[test]
fn promise_31_rows_that_take_no_bytes_are_not_read_for_ever() {
    let column = |name: &str| {
        format!(
            "<Entry><Element Type=\"SqlSimpleColumn\" Name=\"[dbo].[CMS_SettingsKey].[{name}]\"><Property Name=\"IsNullable\" \
             Value=\"False\" /><Relationship Name=\"TypeSpecifier\"><Entry><Element Type=\"SqlTypeSpecifier\"><Property Name=\"Length\" \
             Value=\"0\" /><Relationship Name=\"Type\"><Entry><References ExternalSource=\"BuiltIns\" Name=\"[char]\" /></Entry>\
             </Relationship></Element></Entry></Relationship></Element></Entry>"
        )
    };
    let table = |name: &str, columns: &str| {
        format!(
            "<Element Type=\"SqlTable\" Name=\"[dbo].[{name}]\"><Relationship Name=\"Columns\">{columns}</Relationship></Element>"
        )
    };
    let others: String = ["CMS_Class", "CMS_Channel", "CMS_ContentItem"]
        .map(|name| table(name, ""))
        .concat();
    let settings = table(
        "CMS_SettingsKey",
        &(column("KeyName") + &column("KeyValue")),
    );
    comes_to_an_end(
        "database-model",
        format!("<DataSchemaModel>{settings}{others}</DataSchemaModel>"),
    );
}

#[test]
fn promise_31_a_name_of_nothing_but_dots_is_no_name() {
    let model = format!(
        "<DataSchemaModel><Element Type=\"SqlTable\" Name=\"{}\" /></DataSchemaModel>",
        ".".repeat(2_000_000)
    );
    comes_to_an_end("database-model", model);
}

#[test]
fn promise_31_answers_made_of_beginnings_of_secrets_are_masked_in_time() {
    for piece in [
        "password=",
        "sig=",
        "token:",
        "bearer+",
        "eyj.",
        "eyj-",
        "authorization:",
        "\"sig=",
        "pwd='",
        "password={",
        "%73ig%3D",
        "://a@",
        "sig=%20",
    ] {
        // As much as is read of an answer.
        comes_to_an_end(
            "http-answer",
            "OK".to_owned() + &piece.repeat((64 << 10) / piece.len()),
        );
    }
}

#[test]
fn promise_31_logs_made_of_beginnings_are_read_in_time() {
    for piece in [
        "Exception",
        "A.Exception (0x",
        "##[section]Starting: x\n",
        "##[section]Finishing: y\n",
        "a@b.cz;",
        "/home/",
        "1.2.3.4 ",
        "[19:57:00 ERR] password=",
        "[19:57:00 ERR] A.BException: sig=\n",
        "fail: x\n   A.BException: y\n",
        "\n",
    ] {
        comes_to_an_end("log-lines", piece.repeat(1_000_000 / piece.len()));
    }
}

#[test]
fn promise_31_a_page_made_of_tags_is_read_in_time() {
    let attributes: String = (0..20_000).map(|n| format!(" a{n}")).collect();
    comes_to_an_end("web-page", format!("<p{attributes}>"));
    for piece in [
        "<a>",
        "<b>",
        "<div>",
        "<table>",
        "<svg>",
        "<p><b><a>",
        "</p>",
        "<!--",
        "&amp;",
        "<template>",
    ] {
        comes_to_an_end("web-page", piece.repeat(1_000));
    }
}

#[test]
fn promise_31_pasted_text_made_of_links_is_read_in_time() {
    for piece in [
        "https://",
        "https://a?sig=",
        "%3a%2f%2f",
        "&amp;amp;",
        "https://a.b/c?sig=x ",
        "?",
        "&a=b",
    ] {
        comes_to_an_end(
            "sas-links",
            "https://a.b/c?".to_owned() + &piece.repeat(20_000),
        );
    }
}
