//! What lies where in a deployment package (facts 1.4, 1.5, 2.1, 2.4).

use super::random::Random;
use super::{SampleFile, SamplePackage, objects, tables};
use serde_json::Value;

/// All files in the order of the package.
pub(super) fn files(package: &SamplePackage) -> Vec<SampleFile> {
    let mut files = application(package);
    files.extend(web_root(package));
    files.extend(repository(package));
    files.extend(storage_assets(package));
    let text = format!("{:#}", Value::Object(package.metadata.clone()));
    files.push(file("cloud-metadata.json", text));
    finish(package, files)
}

/// Applies what was replaced, added and left out, and gives the names their final form.
fn finish(package: &SamplePackage, mut files: Vec<SampleFile>) -> Vec<SampleFile> {
    let mut own = package.files.clone();
    for file in &mut files {
        if let Some(bytes) = own.remove(&file.name) {
            file.bytes = bytes;
        }
    }
    // Added files go before the metadata, which the script writes last.
    let added = own
        .into_iter()
        .map(|(name, bytes)| SampleFile { name, bytes });
    let metadata = files.len().saturating_sub(1);
    files.splice(metadata..metadata, added);
    files.retain(|file| !package.leaves_out(&file.name));
    for file in &mut files {
        file.name = package.final_name(&file.name);
    }
    files
}

fn application(package: &SamplePackage) -> Vec<SampleFile> {
    let name = &package.assembly;
    let library = |file: &str, length: usize| {
        let mut bytes = b"MZ\x90\x00".to_vec();
        bytes.extend(Random::of(package.seed, file).bytes(length));
        SampleFile {
            name: file.to_owned(),
            bytes,
        }
    };
    let build = package.metadata.get("Version").and_then(Value::as_str);
    let mut application = library(&format!("{name}.dll"), 24_000);
    application
        .bytes
        .splice(..0, super::library(build.unwrap_or_default()));
    let mut files = vec![
        application,
        file(&format!("{name}.deps.json"), tables::dependencies(package)),
        file(
            &format!("{name}.runtimeconfig.json"),
            tables::runtime(&package.framework),
        ),
        library(&format!("{name}.pdb"), 6_000),
        file(
            &format!("{name}.staticwebassets.endpoints.json"),
            r#"{"Version":1,"Endpoints":[]}"#.into(),
        ),
        file("web.config", tables::web_config(name)),
        file("appsettings.json", tables::settings()),
    ];
    files.extend(
        [
            "CMS.Core.dll",
            "CMS.DataEngine.dll",
            "Kentico.Content.Web.Mvc.dll",
            "Kentico.Xperience.Cloud.dll",
        ]
        .map(|name| library(name, 12_000)),
    );
    // The Web SDK publishes every *.config of the project: this one must not be mistaken for the CD one.
    files.push(file(
        "App_Data/CIRepository/repository.config",
        tables::decoy_config(),
    ));
    files
}

fn web_root(package: &SamplePackage) -> Vec<SampleFile> {
    let mut random = Random::of(package.seed, "wwwroot");
    let mut files = vec![
        file(
            "wwwroot/css/site.css",
            format!("/* {} */\nbody {{ margin: 0 }}\n", random.prose(3_000)),
        ),
        file(
            "wwwroot/js/site.js",
            format!("// {}\n", random.prose(5_000)),
        ),
        file(
            "wwwroot/favicon.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" />".into(),
        ),
    ];
    const PIECE: u64 = 8 << 20;
    let mut left = package.ballast;
    while left > 0 {
        let piece = left.min(PIECE);
        let name = format!("wwwroot/media/{:04}.bin", files.len());
        files.push(SampleFile {
            name,
            bytes: random.bytes(usize::try_from(piece).unwrap_or(0)),
        });
        left -= piece;
    }
    files
}

fn repository(package: &SamplePackage) -> Vec<SampleFile> {
    let mut files = vec![file(
        "$CDRepository/repository.config",
        tables::repository_config(&package.restore_mode),
    )];
    for (list, names) in [("Before", &package.before), ("After", &package.after)] {
        if !names.is_empty() {
            files.push(file(
                &format!("$CDRepository/{list}.txt"),
                names.join("\r\n"),
            ));
            files.extend(names.iter().map(|name| {
                let sql = "UPDATE CMS_EmailLibrary SET Sender = 'shop' WHERE Sender IS NULL;\n";
                file(&format!("$CDRepository/@migrations/{name}.sql"), sql.into())
            }));
        }
    }
    files.extend(objects::objects(
        package.objects,
        package.repository_version.as_deref(),
        package.seed,
    ));
    files
}

fn storage_assets(package: &SamplePackage) -> Vec<SampleFile> {
    let Some(assets) = &package.assets else {
        return Vec::new();
    };
    (0..assets.files)
        .map(|at| {
            let name = format!(
                "{}/default/assets/media/graphics/picture {at}.jpg",
                assets.directory
            );
            let bytes = Random::of(package.seed, &name).bytes(2_000);
            SampleFile { name, bytes }
        })
        .collect()
}

fn file(name: &str, text: String) -> SampleFile {
    SampleFile {
        name: name.to_owned(),
        bytes: text.into_bytes(),
    }
}
