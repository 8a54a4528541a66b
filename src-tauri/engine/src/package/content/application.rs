//! What `deps.json` and `runtimeconfig.json` tell about the application (facts 2.5).

use super::text::{decode, excerpt, find_line};
use crate::package::report::Evidence;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::BTreeMap;

/// `<Assembly>.deps.json`: the libraries the application was published with.
#[derive(Debug)]
pub(crate) struct Dependencies {
    pub entry: String,
    text: String,
    /// Name as it is written and version, by the name in lower case.
    libraries: BTreeMap<String, (String, String)>,
    /// Runtime identifier, where the build is for one kind of machine (`win-x64`).
    pub platform: Option<String>,
}

/// Libraries that carry the version of the product; add-ons have numbers of their own.
pub(crate) const PLATFORM: [&str; 4] = [
    "Kentico.Xperience.WebApp",
    "Kentico.Xperience.Core",
    "Kentico.Xperience.Admin",
    "Kentico.Xperience.Cloud",
];

#[derive(Deserialize)]
struct DepsJson {
    #[serde(rename = "runtimeTarget")]
    target: Option<RuntimeTarget>,
    #[serde(default)]
    libraries: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct RuntimeTarget {
    #[serde(default)]
    name: String,
}

impl Dependencies {
    /// None if it is not the JSON it should be.
    pub(crate) fn read(entry: &str, bytes: &[u8]) -> Option<Self> {
        let text = decode(bytes).into_owned();
        let deps: DepsJson = serde_json::from_str(&text).ok()?;
        let libraries = deps.libraries.into_keys().filter_map(|key| {
            let (name, version) = key.rsplit_once('/')?;
            Some((name.to_lowercase(), (name.to_owned(), version.to_owned())))
        });
        let platform = deps
            .target
            .and_then(|target| target.name.split_once('/').map(|(_, rid)| rid.to_owned()));
        Some(Self {
            entry: entry.to_owned(),
            libraries: libraries.collect(),
            platform,
            text,
        })
    }

    pub(crate) fn version_of(&self, library: &str) -> Option<&str> {
        self.libraries
            .get(&library.to_lowercase())
            .map(|(_, version)| version.as_str())
    }

    /// Every library with its version, by name.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.libraries
            .values()
            .map(|(name, version)| (name.as_str(), version.as_str()))
    }

    /// The platform libraries that are there, with their versions.
    pub(crate) fn platform_libraries(&self) -> impl Iterator<Item = (&'static str, &str)> {
        PLATFORM
            .into_iter()
            .filter_map(|name| Some((name, self.version_of(name)?)))
    }

    pub(crate) fn xperience_version(&self) -> Option<&str> {
        self.platform_libraries().next().map(|(_, version)| version)
    }

    /// Where a library is listed.
    pub(crate) fn place(&self, library: &str) -> Evidence {
        let found = find_line(&self.text, &format!("\"{library}/"));
        Evidence {
            entry: self.entry.clone(),
            line: found.map(|(line, _)| line),
            excerpt: found.map(|(_, text)| excerpt(text)),
        }
    }
}

/// `<Assembly>.runtimeconfig.json`: the frameworks the application wants to find.
#[derive(Debug)]
pub(crate) struct Runtime {
    pub entry: String,
    /// `net10.0`.
    pub framework: Option<String>,
    /// Wants ASP.NET Core, as every web application does.
    pub is_web: bool,
    /// Brings its own .NET instead of using the one that is installed.
    pub self_contained: bool,
}

impl Runtime {
    /// None if it is not the JSON it should be.
    pub(crate) fn read(entry: &str, bytes: &[u8]) -> Option<Self> {
        let document: Value = serde_json::from_str(&decode(bytes)).ok()?;
        let options = document.get("runtimeOptions")?.as_object()?;
        let included = options.get("includedFrameworks").and_then(Value::as_array);
        let several = options
            .get("frameworks")
            .and_then(Value::as_array)
            .into_iter()
            .chain(included)
            .flatten();
        let wanted = options.get("framework").into_iter().chain(several);
        let names: Vec<&str> = wanted
            .filter_map(|framework| framework.get("name")?.as_str())
            .collect();
        Some(Self {
            entry: entry.to_owned(),
            framework: options
                .get("tfm")
                .and_then(Value::as_str)
                .map(str::to_owned),
            is_web: names.contains(&"Microsoft.AspNetCore.App"),
            self_contained: included.is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_platforms_and_not_an_add_ons() {
        let text = "{\n  \"runtimeTarget\": { \"name\": \".NETCoreApp,Version=v10.0/win-x64\" },\n  \"libraries\": {\n\
                    \"Kentico.Xperience.Lucene/15.0.4\": { \"type\": \"package\" },\n\
                    \"Kentico.Xperience.WebApp/31.6.2\": {} } }";
        let deps = Dependencies::read("Shop.deps.json", text.as_bytes()).expect("that is JSON");
        assert_eq!(deps.xperience_version(), Some("31.6.2"));
        assert_eq!(deps.version_of("kentico.xperience.lucene"), Some("15.0.4"));
        assert_eq!(deps.platform.as_deref(), Some("win-x64"));
        assert_eq!(deps.place("Kentico.Xperience.WebApp").line, Some(5));
    }

    #[test]
    fn one_framework_or_several_are_read() {
        let one = br#"{"runtimeOptions":{"tfm":"net8.0","framework":{"name":"Microsoft.AspNetCore.App","version":"8.0.0"}}}"#;
        let runtime = Runtime::read("Shop.runtimeconfig.json", one).expect("that is JSON");
        assert!(runtime.is_web && !runtime.self_contained);
        assert_eq!(runtime.framework.as_deref(), Some("net8.0"));
        let own =
            br#"{"runtimeOptions":{"includedFrameworks":[{"name":"Microsoft.NETCore.App"}]}}"#;
        let runtime = Runtime::read("Shop.runtimeconfig.json", own).expect("that is JSON");
        assert!(runtime.self_contained && !runtime.is_web);
        assert!(Runtime::read("Shop.runtimeconfig.json", b"[]").is_none());
    }
}
