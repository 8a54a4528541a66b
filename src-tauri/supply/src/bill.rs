//! The bill of materials that ships with the window: CycloneDX 1.5, as JSON. The same input gives the
//! same bytes, so it names neither a moment nor a number of its own.

use crate::part::{Part, Registry};
use crate::{Said, crates, npm};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

const WINDOW: &str = "slipway";

pub fn write(root: &Path, target: &str, out: &Path) -> Said {
    let crates = crates::all(root, Some(target))?;
    let mut parts = crates.shipped();
    parts.extend(npm::bundled(root)?);
    let sums = checksums(root)?;
    let bill = bill(&parts, &crates.needs(), &sums, target);
    let text = serde_json::to_string_pretty(&bill).map_err(|cause| cause.to_string())?;
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder).map_err(|cause| format!("{folder:?}: {cause}"))?;
    }
    std::fs::write(out, text).map_err(|cause| format!("{out:?}: {cause}"))?;
    Ok(format!("{} names {} parts", out.display(), parts.len()))
}

type Needs = std::collections::BTreeMap<String, std::collections::BTreeSet<String>>;
/// Algorithm and hex digits, by package URL.
type Checksums = HashMap<String, (&'static str, String)>;

fn bill(parts: &[Part], needs: &Needs, sums: &Checksums, target: &str) -> Value {
    let version = env!("CARGO_PKG_VERSION");
    let own = needs.keys().filter(|name| !name.starts_with("pkg:"));
    let own = own.filter(|name| *name != WINDOW).map(|name| {
        json!({"type": "library", "bom-ref": name, "name": name, "version": version,
               "licenses": [{"expression": "MIT"}]})
    });
    let components: Vec<Value> = own
        .chain(parts.iter().map(|part| component(part, sums)))
        .collect();
    let bundled = parts.iter().filter(|part| part.from == Registry::Npm);
    let bundled: Vec<String> = bundled.map(Part::purl).collect();
    let dependencies: Vec<Value> = needs
        .iter()
        .map(|(name, needed)| {
            let mut needed: Vec<&String> = needed.iter().collect();
            if name == WINDOW {
                needed.extend(&bundled);
            }
            json!({"ref": name, "dependsOn": needed})
        })
        .collect();
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": WINDOW,
                "name": WINDOW,
                "version": version,
                "licenses": [{"expression": "MIT"}],
            },
            "properties": [{"name": "slipway:target", "value": target}],
        },
        "components": components,
        "dependencies": dependencies,
    })
}

fn component(part: &Part, sums: &Checksums) -> Value {
    let purl = part.purl();
    let mut component = json!({
        "type": "library",
        "bom-ref": purl,
        "name": part.name,
        "version": part.version,
        "purl": purl,
    });
    if !part.licence.is_empty() {
        component["licenses"] = json!([{"expression": part.licence}]);
    }
    if let Some((algorithm, digits)) = sums.get(&purl) {
        component["hashes"] = json!([{"alg": algorithm, "content": digits}]);
    }
    component
}

/// What the lock files say their packages' bytes add up to.
fn checksums(root: &Path) -> Result<Checksums, String> {
    let read = |path: &str| {
        std::fs::read_to_string(root.join(path)).map_err(|cause| format!("{path}: {cause}"))
    };
    let mut sums = Checksums::new();
    let purl = |from, name: &str, version: &str| {
        let part = Part {
            from,
            name: name.into(),
            version: version.into(),
            licence: String::new(),
        };
        part.purl()
    };
    let crates: toml::Table = read("Cargo.lock")?
        .parse()
        .map_err(|cause| format!("Cargo.lock: {cause}"))?;
    let locked = crates.get("package").and_then(toml::Value::as_array);
    for package in locked.into_iter().flatten() {
        let text = |key: &str| package.get(key).and_then(toml::Value::as_str);
        if let (Some(name), Some(version), Some(sum)) =
            (text("name"), text("version"), text("checksum"))
        {
            let named = purl(Registry::Crate, name, version);
            sums.insert(named, ("SHA-256", sum.to_owned()));
        }
    }
    let packages: Value = serde_json::from_str(&read("ui/package-lock.json")?)
        .map_err(|cause| format!("package-lock.json: {cause}"))?;
    for (place, package) in packages["packages"].as_object().into_iter().flatten() {
        let sum = package["integrity"].as_str();
        let sum = sum.and_then(|text| text.strip_prefix("sha512-"));
        let sum = sum.and_then(|text| BASE64_STANDARD.decode(text).ok());
        if let (Some((_, name)), Some(version), Some(sum)) = (
            place.rsplit_once("node_modules/"),
            package["version"].as_str(),
            sum,
        ) {
            let digits = sum.iter().map(|byte| format!("{byte:02x}")).collect();
            sums.insert(purl(Registry::Npm, name, version), ("SHA-512", digits));
        }
    }
    Ok(sums)
}
