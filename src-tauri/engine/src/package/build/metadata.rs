//! The text of `cloud-metadata.json` (facts 1.4): always the same keys in the same order, without
//! a byte order mark.

use super::order::BuildOrder;
use crate::package::report::AssetsMode;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Text<'a> {
    assembly_name: &'a str,
    version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    storage_assets_directory: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    storage_assets_deployment_mode: Option<&'static str>,
    supports_zero_downtime_deployment: bool,
}

/// `assets` is the name of the folder in the package, where there is one.
pub(super) fn text(order: &BuildOrder, build_number: &str, assets: Option<&str>) -> Vec<u8> {
    let text = Text {
        assembly_name: &order.assembly,
        version: build_number,
        storage_assets_directory: assets,
        storage_assets_deployment_mode: assets.map(|_| word(order.assets_mode)),
        supports_zero_downtime_deployment: order.zero_downtime,
    };
    // Plain texts always become JSON.
    let mut bytes = serde_json::to_vec_pretty(&text).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// As the script writes it (facts 1.1).
pub(super) fn word(mode: AssetsMode) -> &'static str {
    match mode {
        AssetsMode::Create => "Create",
        AssetsMode::CreateUpdate => "CreateUpdate",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::content::metadata::{FILE, read};
    use crate::package::content::{Field, MetadataFile};

    #[test]
    fn the_text_has_the_keys_of_the_script_and_no_mark() {
        let mut order = BuildOrder::new("p", "cd", "Dancing \"Goat\"", "out.zip");
        order.assets_mode = AssetsMode::CreateUpdate;
        order.zero_downtime = true;
        let plain = text(&order, "1.0.0-202504171102", None);
        assert_eq!(
            String::from_utf8(plain).expect("text"),
            "{\n  \"AssemblyName\": \"Dancing \\\"Goat\\\"\",\n  \"Version\": \"1.0.0-202504171102\",\n  \"SupportsZeroDowntimeDeployment\": true\n}\n"
        );
        let bytes = text(&order, "1", Some("$StorageAssets"));
        let MetadataFile::Read(read) = read(FILE, &bytes) else {
            panic!("that is JSON");
        };
        assert_eq!(read.assets_directory, Field::Is("$StorageAssets".into()));
        assert_eq!(read.assets_mode, Field::Is("CreateUpdate".into()));
    }
}
