//! A folder with a project of somebody else's.

use super::Reader;
use crate::package::project_folder::{Surroundings, readiness, recognise};

const PROJECT: &[u8] = b"<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><TargetFramework>net10.0</TargetFramework>\
    <V>31.6.2</V></PropertyGroup><ItemGroup><PackageReference Include=\"Kentico.Xperience.WebApp\" Version=\"$(V)\" />\
    <PackageReference Include=\"Kentico.Xperience.Cloud\"><Version>31.6.2</Version></PackageReference></ItemGroup></Project>";
const PROGRAM: &[u8] = b"var b = WebApplication.CreateBuilder(args); // start\n#if false\nx.AddKentico();\n#endif\n\
    if (b.Environment.IsQa() || b.Environment.IsProduction()) { b.Services.AddKenticoCloud(b.Configuration); }\n\
    else { var s = $\"{@\"a\"\"b\"}\"; var r = \"\"\"x.Use()\"\"\"; }\nb.Services.AddKentico(); app.UseKenticoCloud(); app.UseKentico();";

pub(super) const PROJECT_FILE: Reader = Reader {
    name: "project-file",
    read: |bytes| looked_at(bytes, PROGRAM),
    samples: || vec![PROJECT.to_vec()],
};

pub(super) const CSHARP: Reader = Reader {
    name: "csharp",
    read: |bytes| looked_at(PROJECT, bytes),
    samples: || vec![PROGRAM.to_vec()],
};

fn looked_at(project: &[u8], program: &[u8]) -> String {
    super::as_file("Web.csproj", project, |path| {
        let folder = path.parent().expect("a folder");
        std::fs::write(folder.join("Program.cs"), program).expect("a file");
        // No program is looked for, so none is asked.
        match recognise(folder, None, &Surroundings::default()) {
            Ok(recognised) => {
                let ready = readiness(&recognised, folder, true);
                format!("{:?} {ready:?}", recognised.picture.project)
            }
            Err(fault) => super::told::<()>(Err(fault)),
        }
    })
}
